// How the explorer asks: queries by fetch, subscriptions over server-sent events.
import { Kind, type OperationDefinitionNode, parse } from "graphql";
import { eventsOf } from "../api/stream";

interface Question {
  query: string;
  operationName?: string | null | undefined;
  variables?: unknown;
}

interface Options {
  headers?: Record<string, unknown> | undefined;
}

type Answer = Record<string, unknown>;

/** Asks on behalf of whoever `headers` names; the editor's own headers win. */
export function fetcherWith(headers: () => Record<string, string>) {
  const ask = (question: Question, options: Options | undefined, accept: string, signal?: AbortSignal) =>
    fetch("/graphql", {
      method: "POST",
      credentials: "same-origin",
      headers: {
        ...headers(),
        ...(options?.headers as Record<string, string> | undefined),
        accept,
        "content-type": "application/json",
      },
      body: JSON.stringify(question),
      signal: signal ?? null,
    });

  async function* follow(question: Question, options?: Options): AsyncGenerator<Answer> {
    const stop = new AbortController();
    try {
      const response = await ask(question, options, "text/event-stream", stop.signal);
      if (!response.ok || !response.body) {
        yield await answerOf(response);
        return;
      }
      for await (const data of eventsOf(response.body)) yield JSON.parse(data) as Answer;
    } finally {
      stop.abort();
    }
  }

  return (question: Question, options?: Options): AsyncIterable<Answer> | Promise<Answer> => {
    const operation = operationOf(question);
    const named = operation ? { ...question, operationName: operation.name?.value } : question;
    if (operation?.operation === "subscription") return follow(named, options);
    return ask(named, options, "application/json").then(answerOf);
  };
}

/**
 * The operation that is to run. The editor's own word for it comes a moment after the text: right after
 * a change of tabs it still speaks of the tab before.
 */
function operationOf({ query, operationName }: Question): OperationDefinitionNode | undefined {
  try {
    const operations = parse(query).definitions.filter(
      (definition) => definition.kind === Kind.OPERATION_DEFINITION,
    );
    const named = operations.find(({ name }) => name?.value === operationName);
    return named ?? (operations.length === 1 ? operations[0] : undefined);
  } catch {
    // The server says what is wrong with it.
    return undefined;
  }
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return {
      errors: [{ message: `The server answered ${response.status} with something that is no JSON.` }],
    };
  }
}
