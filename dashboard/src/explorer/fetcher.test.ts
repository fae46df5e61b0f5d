import { afterEach, expect, test, vi } from "vitest";
import { fetcherWith } from "./fetcher";

afterEach(() => vi.unstubAllGlobals());

/** What the server is asked for a question of the editor. */
async function asked(question: { query: string; operationName?: string }) {
  const fetch = vi.fn(async (_url: string, _request: RequestInit) => new Response("{}"));
  vi.stubGlobal("fetch", fetch);
  const answer = fetcherWith(() => ({}))(question);
  if (Symbol.asyncIterator in answer) for await (const _ of answer);
  else await answer;
  const request = fetch.mock.calls[0]?.[1];
  const { operationName } = JSON.parse(String(request?.body)) as { operationName?: string };
  return { operationName, accept: new Headers(request?.headers).get("accept") };
}

test("a subscription is followed, also while the editor still names the operation of another tab", async () => {
  const live = { operationName: "Live", accept: "text/event-stream" };
  expect(
    await asked({ query: "subscription Live { activity { __typename } }", operationName: "Live" }),
  ).toEqual(live);
  expect(
    await asked({ query: "subscription Live { activity { __typename } }", operationName: "HowItGoes" }),
  ).toEqual(live);
});

test("of several operations the one that is named runs, and a text that is none is the server's to refuse", async () => {
  const two = "query One { viewer { __typename } } subscription Two { activity { __typename } }";
  expect(await asked({ query: two, operationName: "One" })).toEqual({
    operationName: "One",
    accept: "application/json",
  });
  expect(await asked({ query: two, operationName: "Two" })).toEqual({
    operationName: "Two",
    accept: "text/event-stream",
  });
  expect(await asked({ query: "query {", operationName: "Old" })).toEqual({
    operationName: "Old",
    accept: "application/json",
  });
  expect(await asked({ query: "{ viewer { __typename } }" })).toEqual({ accept: "application/json" });
});
