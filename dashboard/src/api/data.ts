// Reading and writing through GraphQL, as the pages use it.
import {
  keepPreviousData,
  type QueryKey,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "../ui/toast";
import { ApiError, credentials, graphql, type Operation } from "./client";

/** By organisation too: what one of them answered must never be shown for another. */
const keyOf = (document: { name: string }, variables: unknown): QueryKey => [
  credentials.organisation,
  document.name,
  variables,
];

/** Reads one answer. The one before stays on screen while another is fetched. */
export function useData<R, V>(
  document: Operation<R, V>,
  variables: V,
  options: { enabled?: boolean; refetchInterval?: number } = {},
) {
  return useQuery({
    queryKey: keyOf(document, variables),
    queryFn: ({ signal }) => graphql(document, variables, signal),
    placeholderData: keepPreviousData,
    ...options,
  });
}

/** A part of a list, as every connection of the API has it. */
export interface Connection<T> {
  nodes: T[];
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** A list of the API as a table takes it. */
export interface List<T> {
  rows: T[];
  total: number | undefined;
  /** Nothing has arrived yet. */
  loading: boolean;
  /** Something has, and newer things are on their way. */
  stale: boolean;
  error: Error | null;
  hasMore: boolean;
  loadingMore: boolean;
  loadMore: () => void;
  retry: () => void;
}

interface Paged {
  first?: number | null | undefined;
  after?: string | null | undefined;
}

/** Reads a connection, page by page, each beginning where the one before ended. */
export function useConnection<R, V extends Paged, T>(
  document: Operation<R, V>,
  variables: Omit<V, "first" | "after">,
  pick: (result: R) => Connection<T> | null | undefined,
  options: { size?: number; enabled?: boolean; refetchInterval?: number } = {},
): List<T> {
  const { size = 50, ...rest } = options;
  const query = useInfiniteQuery({
    queryKey: [...keyOf(document, variables), "list", size],
    queryFn: ({ pageParam, signal }) =>
      graphql(document, { ...variables, first: size, after: pageParam } as unknown as V, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => {
      const info = pick(last)?.pageInfo;
      return info?.hasNextPage ? info.endCursor : undefined;
    },
    placeholderData: keepPreviousData,
    ...rest,
  });
  const pages = query.data?.pages ?? [];
  return {
    rows: pages.flatMap((page) => pick(page)?.nodes ?? []),
    total: pages[0] === undefined ? undefined : pick(pages[0])?.totalCount,
    loading: query.isPending,
    stale: query.isPlaceholderData,
    error: query.isError && pages.length === 0 ? query.error : null,
    hasMore: query.hasNextPage,
    loadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
    retry: () => void query.refetch(),
  };
}

/** Something wrong with an input, and where. */
export interface UserProblem {
  field: string[] | null;
  message: string;
  code?: string;
}

/** The problems of a form, by the path of its fields. */
export class Problems {
  constructor(readonly all: readonly UserProblem[] = []) {}

  private static path = (problem: UserProblem) =>
    (problem.field ?? []).filter((part, index) => !(index === 0 && part === "input")).join(".");

  /** What is wrong with a field. */
  of(path: string): string | undefined {
    return this.all.find((problem) => Problems.path(problem) === path)?.message;
  }

  /** What is wrong with a field or anything in it. */
  within(path: string): string | undefined {
    return this.all.find((problem) => `${Problems.path(problem)}.`.startsWith(`${path}.`))?.message;
  }

  /** Whether somebody else has saved the same thing meanwhile. */
  get stale(): boolean {
    return this.all.some(({ code }) => code === "STALE");
  }

  /** What no field of these shows. */
  besides(...paths: string[]): string[] {
    return this.all
      .filter((problem) => !paths.some((path) => `${Problems.path(problem)}.`.startsWith(`${path}.`)))
      .map((problem) => problem.message);
  }
}

type Payload<R> = NonNullable<R[keyof R]> & { userErrors: UserProblem[] };

/**
 * Writes. `run` gives the payload, or nothing when the input or the call was wrong: what is wrong
 * with the input is in `problems`, what is wrong with the call was told to the person. With `tell`
 * the former is told too: for a button that has no form to show it in.
 */
export function useWrite<R, V>(document: Operation<R, V>, options: { tell?: boolean } = {}) {
  const client = useQueryClient();
  const [problems, setProblems] = useState(new Problems());
  const mutation = useMutation({ mutationFn: (variables: V) => graphql(document, variables) });

  async function run(variables: V): Promise<Payload<R> | undefined> {
    setProblems(new Problems());
    let payload: Payload<R>;
    try {
      const result = await mutation.mutateAsync(variables);
      payload = Object.values(result as object)[0] as Payload<R>;
    } catch (error) {
      // A session that has ended is asked for again over the page; the form keeps what it holds.
      if (!(error instanceof ApiError && error.status === 401)) toast.failed(error);
      return undefined;
    }
    if (payload.userErrors.length > 0) {
      if (options.tell) for (const { message } of payload.userErrors) toast.refused(message);
      setProblems(new Problems(payload.userErrors));
      return undefined;
    }
    // Whatever changed may stand on any page, so each asks again when it is next looked at.
    await client.invalidateQueries();
    return payload;
  }

  return { run, saving: mutation.isPending, problems, clear: () => setProblems(new Problems()) };
}

/** Reads once, when it is asked to: a preview of what a form would do. What is wrong is in `problems`. */
export function useAsk<R, V>(document: Operation<R, V>) {
  const [problems, setProblems] = useState(new Problems());
  const [asking, setAsking] = useState(false);
  async function ask(variables: V): Promise<Payload<R> | undefined> {
    setProblems(new Problems());
    setAsking(true);
    try {
      const result = await graphql(document, variables);
      const answer = Object.values(result as object)[0] as Payload<R>;
      if (answer.userErrors.length === 0) return answer;
      setProblems(new Problems(answer.userErrors));
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 401)) toast.failed(error);
    } finally {
      setAsking(false);
    }
    return undefined;
  }
  return { ask, asking, problems };
}
