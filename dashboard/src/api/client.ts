// Calls of the API: GraphQL for everything, a few REST calls for the session.

/** An operation of GraphQL, with what it takes and gives; the server has its text. Each entry of the build has its own. */
export interface Operation<Result, Variables> {
  readonly name: string;
  /** The hash of its text. */
  readonly id: string;
  readonly types?: (variables: Variables) => Result;
}

/** Where the API is asked: at the organisation's door, unless an entry of the build says otherwise. */
export const doors = { graphql: "/graphql", exports: "/api/v1/exports" };

/** Why a call failed, in the words and codes of the API. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly code: string,
    readonly status: number,
    readonly requestId: string | null,
    readonly retryAfterMs: number | null = null,
    /** What is wrong with which field, of a REST call. */
    readonly fields: ReadonlyArray<{ field: string; message: string }> = [],
  ) {
    super(message);
  }
}

/** What the session adds to each call; set by `session.ts` alone. */
export const credentials: { csrf: string | null; organisation: string | null } = {
  csrf: null,
  organisation: null,
};

/** Told whenever a call finds that nobody is signed in. */
export const onSignedOut: { tell: () => void } = { tell: () => {} };

/** Told whenever the server does not have a document: it is of another version than this page. */
export const onOutdated: { tell: () => void } = { tell: () => {} };

const OFFLINE = "The server cannot be reached. Check the connection; nothing was changed.";

async function send(path: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  if (!headers.has("accept")) headers.set("accept", "application/json, text/csv");
  if (credentials.csrf) headers.set("x-introw-csrf", credentials.csrf);
  if (credentials.organisation) headers.set("x-introw-organisation", credentials.organisation);
  try {
    return await fetch(path, { ...init, headers, credentials: "same-origin" });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(OFFLINE, "OFFLINE", 0, null);
  }
}

async function bodyOf(response: Response): Promise<Record<string, unknown>> {
  const text = await response.text();
  try {
    return text === "" ? {} : JSON.parse(text);
  } catch {
    const detail = `The server answered ${response.status} with something that is no JSON.`;
    throw new ApiError(detail, "BAD_ANSWER", response.status, response.headers.get("x-request-id"));
  }
}

/** A call of the REST API. */
export async function rest<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await send(path, {
    method,
    headers: body === undefined ? {} : { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await bodyOf(response);
  if (response.ok) return answer as T;
  const seconds = Number(response.headers.get("retry-after"));
  throw new ApiError(
    String(answer.detail ?? answer.title ?? `The server answered ${response.status}.`),
    String(answer.code ?? "UNKNOWN"),
    response.status,
    response.headers.get("x-request-id"),
    seconds > 0 ? seconds * 1000 : null,
    Array.isArray(answer.errors) ? answer.errors : [],
  );
}

/** Saves what a list shows as a file. The server makes it, for exactly this filter. */
export async function download(
  list: string,
  filter: unknown,
  more: Record<string, string | undefined> = {},
): Promise<void> {
  const asked = new URLSearchParams({ filter: JSON.stringify(filter) });
  for (const [name, value] of Object.entries(more)) if (value !== undefined) asked.set(name, value);
  await save(`${list}.csv?${asked}`);
}

/** Saves a file of the exports, under the name that the server gives it. */
export async function save(file: string): Promise<void> {
  const response = await send(`${doors.exports}/${file}`, {});
  if (!response.ok) {
    const answer = await bodyOf(response);
    const detail = String(answer.detail ?? `The server answered ${response.status}.`);
    throw new ApiError(detail, String(answer.code), response.status, response.headers.get("x-request-id"));
  }
  const name = /filename="?([^";]+)/.exec(response.headers.get("content-disposition") ?? "")?.[1];
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download = name ?? "export";
  link.click();
  URL.revokeObjectURL(address);
}

interface GraphQLAnswer {
  data?: unknown;
  errors?: Array<{
    message: string;
    extensions?: { code?: string; requestId?: string; retryAfterMs?: number };
  }>;
  detail?: string;
  code?: string;
}

/** A call of the GraphQL API. */
export async function graphql<Result, Variables>(
  document: Operation<Result, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Result> {
  const response = await send(doors.graphql, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ documentId: document.id, variables }),
    signal,
  });
  const answer = (await bodyOf(response)) as GraphQLAnswer;
  const first = answer.errors?.[0];
  if (!first && response.ok) return answer.data as Result;
  const code = first?.extensions?.code ?? answer.code ?? "UNKNOWN";
  if (response.status === 401 || code === "UNAUTHENTICATED" || code === "UNAUTHORIZED") onSignedOut.tell();
  if (code === "UNKNOWN_DOCUMENT") onOutdated.tell();
  throw new ApiError(
    first?.message ?? answer.detail ?? `The server answered ${response.status}.`,
    code,
    response.status,
    first?.extensions?.requestId ?? response.headers.get("x-request-id"),
    first?.extensions?.retryAfterMs ?? null,
  );
}
