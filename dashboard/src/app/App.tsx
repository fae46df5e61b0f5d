import { Button, Center, Loader } from "@mantine/core";
import { lazy, Suspense } from "react";
import { useData } from "../api/data";
import { useAccess } from "../api/session";
import { OrganisationDocument } from "../graphql";
import { Empty, Failed, Loading } from "../ui/State";

// Whoever is not signed in has no use for the pages, and who is has none for the way in.
const SignInPage = lazy(() => import("./SignIn").then((module) => ({ default: module.SignInPage })));
const Dashboard = lazy(() => import("./Dashboard"));

/** The dashboard for whoever is signed in; for everybody else the way in, at the same address. */
export function App() {
  const { session, signIn } = useAccess();
  // Asked for while the code of the pages is on its way.
  useData(OrganisationDocument, {}, { enabled: session !== null });
  switch (signIn.state) {
    case "looking":
      return (
        <Center h="100vh" component="main">
          <Loader aria-label="Loading" />
        </Center>
      );
    case "failed":
      return (
        <main>
          <Failed error={signIn.error} retry={signIn.retry} />
        </main>
      );
    case "without":
      return (
        <main>
          <Empty
            title="You belong to no organisation"
            action={<Button onClick={() => location.reload()}>Look again</Button>}
          >
            Ask an owner for an invitation. With the link in it you join with the account that you have.
          </Empty>
        </main>
      );
    case "out":
      return (
        <Suspense fallback={<Loading />}>
          <SignInPage />
        </Suspense>
      );
    case "in":
      // Each organisation gets pages of its own: what was typed on one is never sent to another.
      return (
        session && (
          <Suspense fallback={<Loading />}>
            <Dashboard key={session.current.organisation.id} />
          </Suspense>
        )
      );
  }
}
