import { expect, test } from "vitest";
import { eventsOf } from "./stream";

const streamOf = (...chunks: string[]) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });

async function all(stream: ReadableStream<Uint8Array>) {
  const found: string[] = [];
  for await (const data of eventsOf(stream)) found.push(data);
  return found;
}

test("events are read however the bytes are cut, heartbeats are not events, and complete is the end", async () => {
  const stream = streamOf(
    ": hello\n\nevent: ne",
    'xt\ndata: {"a":',
    "1}\n",
    "\n:\n\nevent: next\r\ndata: 2\r\n\r\n",
    "event: complete\n\n",
    "event: next\ndata: 3\n\n",
  );
  expect(await all(stream)).toEqual(['{"a":1}', "2"]);
});
