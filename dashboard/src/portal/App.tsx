// What everybody loads first: who it is. The components come with the pages.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { ApiError, credentials, graphql, onSignedOut, rest } from "../api/client";
import classes from "./app.module.css";
import { PlaceDocument } from "./graphql";
import { SignedOut } from "./SignedOut";

// Whoever is not signed in has no use for the pages.
const pages = () => import("./Portal");
const Portal = lazy(pages);

const PATH = "/api/v1/portal/session";

/** The portal for whoever is signed in; for everybody else the way in. */
export function App() {
  const client = useQueryClient();
  const [left, setLeft] = useState<"over" | "out" | null>(null);
  const [leaving, setLeaving] = useState(false);
  useEffect(() => {
    onSignedOut.tell = () => setLeft((before) => before ?? "over");
  }, []);
  const session = useQuery({
    queryKey: ["session"],
    queryFn: () => rest<{ csrfToken: string }>("GET", PATH),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const csrf = session.data?.csrfToken ?? null;
  credentials.csrf = csrf;
  const place = useQuery({
    queryKey: [null, "Place", {}],
    queryFn: ({ signal }) => graphql(PlaceDocument, {}, signal),
    enabled: csrf !== null && !leaving && !left,
  });
  // The pages are on their way while it is asked whose they are.
  useEffect(() => {
    if (csrf !== null) void pages();
  }, [csrf]);

  async function signOut(everywhere: boolean) {
    // Nothing is asked any more by a session that is about to end: the pages go before it does.
    flushSync(() => setLeaving(true));
    await client.cancelQueries();
    try {
      await rest("DELETE", everywhere ? "/api/v1/portal/sessions" : PATH);
      setLeft("out");
      client.removeQueries({ queryKey: [null] });
    } finally {
      setLeaving(false);
    }
  }

  const error = session.error ?? place.error;
  if (left || (error instanceof ApiError && error.status === 401)) {
    return <SignedOut after={left} organisation={place.data?.organisation} />;
  }
  if (leaving) return <Waiting />;
  if (place.data) {
    return (
      <Suspense fallback={<Waiting />}>
        <Portal place={{ ...place.data, signOut }} />
      </Suspense>
    );
  }
  if (error) {
    return (
      <main className={classes.alone} role="alert">
        <h1>This did not work</h1>
        <p>{error.message}</p>
        <button type="button" onClick={() => void (session.error ? session.refetch() : place.refetch())}>
          Try again
        </button>
      </main>
    );
  }
  return <Waiting />;
}

function Waiting() {
  return (
    <main className={classes.alone} aria-busy="true">
      <span className={classes.spinner} role="status" aria-label="Loading" />
    </main>
  );
}
