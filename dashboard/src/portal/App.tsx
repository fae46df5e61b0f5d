import { Center, Loader, localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { ApiError, credentials, graphql, onSignedOut, rest } from "../api/client";
import { Failed, Loading } from "../ui/State";
import { branded } from "./brand";
import { PlaceDocument } from "./graphql";
import { SignedOut } from "./SignedOut";

// Whoever is not signed in has no use for the pages.
const Portal = lazy(() => import("./Portal"));

const PATH = "/api/v1/portal/session";

/** The portal for whoever is signed in; for everybody else the way in. */
export function App() {
  const client = useQueryClient();
  const [left, setLeft] = useState<"over" | "out" | null>(null);
  useEffect(() => {
    onSignedOut.tell = () => setLeft((before) => before ?? "over");
  }, []);
  const session = useQuery({
    queryKey: ["session"],
    queryFn: () => rest<{ csrfToken: string }>("GET", PATH),
    staleTime: Number.POSITIVE_INFINITY,
  });
  credentials.csrf = session.data?.csrfToken ?? null;
  const place = useQuery({
    queryKey: [null, "Place", {}],
    queryFn: ({ signal }) => graphql(PlaceDocument, {}, signal),
    enabled: session.data !== undefined,
  });

  async function signOut(everywhere: boolean) {
    await rest("DELETE", everywhere ? "/api/v1/portal/sessions" : PATH);
    setLeft("out");
    client.removeQueries({ queryKey: [null] });
  }

  const show = (): ReactNode => {
    const error = session.error ?? place.error;
    if (left || (error instanceof ApiError && error.status === 401)) {
      return <SignedOut after={left} organisation={place.data?.organisation} />;
    }
    if (place.data) {
      return (
        <Suspense fallback={<Loading />}>
          <Portal place={{ ...place.data, signOut }} />
        </Suspense>
      );
    }
    if (error) {
      const retry = () => void (session.error ? session.refetch() : place.refetch());
      return (
        <main>
          <Failed error={error} retry={retry} />
        </main>
      );
    }
    return (
      <Center h="100vh" component="main">
        <Loader color="gray" aria-label="Loading" />
      </Center>
    );
  };
  const { theme, variables } = branded(place.data?.organisation.brandColour);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      defaultColorScheme="auto"
      colorSchemeManager={localStorageColorSchemeManager({ key: "introw-scheme" })}
    >
      {show()}
    </MantineProvider>
  );
}
