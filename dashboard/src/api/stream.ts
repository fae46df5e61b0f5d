// Subscriptions over server-sent events, in the "distinct connections" way: a POST whose answer does not end.
import { credentials, type Operation } from "./client";

/** How the connection stands. */
export type Connection = "connecting" | "open" | "lost";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

interface Listener<Result> {
  next: (result: Result) => void;
  state: (state: Connection) => void;
  /** Where to go on after the connection was lost. */
  variables: () => unknown;
}

/** Follows a subscription until it is told to stop; a connection that is lost is made again, from where it was. */
export function follow<Result, Variables>(
  document: Operation<Result, Variables>,
  listener: Listener<Result>,
): () => void {
  const stop = new AbortController();
  void (async () => {
    let pause = FIRST_PAUSE_MS;
    while (!stop.signal.aborted) {
      listener.state("connecting");
      try {
        const response = await fetch("/graphql", {
          method: "POST",
          credentials: "same-origin",
          signal: stop.signal,
          headers: {
            accept: "text/event-stream",
            "content-type": "application/json",
            ...(credentials.csrf && { "x-introw-csrf": credentials.csrf }),
            ...(credentials.organisation && { "x-introw-organisation": credentials.organisation }),
          },
          body: JSON.stringify({ documentId: document.id, variables: listener.variables() }),
        });
        if (response.ok && response.body) {
          listener.state("open");
          pause = FIRST_PAUSE_MS;
          for await (const data of eventsOf(response.body)) {
            const answer = JSON.parse(data) as { data?: Result };
            if (answer.data) listener.next(answer.data);
          }
        }
      } catch {
        // Lost, or stopped: the loop tells which.
      }
      if (stop.signal.aborted) return;
      listener.state("lost");
      await new Promise((resolve) => setTimeout(resolve, pause));
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  })();
  return () => stop.abort();
}

/** The data of each `next` event of a stream. */
export async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += value.replaceAll("\r", "");
    let end = text.indexOf("\n\n");
    while (end >= 0) {
      const lines = text.slice(0, end).split("\n");
      text = text.slice(end + 2);
      end = text.indexOf("\n\n");
      const field = (name: string) =>
        lines
          .filter((line) => line.startsWith(`${name}:`))
          .map((line) => line.slice(name.length + 1).trimStart());
      if (field("event")[0] === "complete") return;
      const data = field("data").join("\n");
      if (data !== "") yield data;
    }
  }
}
