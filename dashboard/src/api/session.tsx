// Who is signed in, and for which organisation they act.
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { ApiError, credentials, onSignedOut, rest } from "./client";

export type Role = "OWNER" | "ADMIN" | "ANALYST";

export interface Membership {
  organisation: { id: string; name: string };
  role: Role;
}

interface Answer {
  csrfToken: string;
  person: { id: string; email: string; name: string };
  memberships: Membership[];
}

/** What a page knows of the person who looks at it. */
export interface Session {
  person: Answer["person"];
  memberships: Membership[];
  /** The one whose organisation the pages show. */
  current: Membership;
  /** Whether they may change things. */
  canWrite: boolean;
  switchTo: (organisation: string) => void;
  signOut: (everywhere: boolean) => Promise<void>;
  /** The session ended while something was being done. */
  interrupted: boolean;
}

/** Where signing in stands. */
export type SignIn =
  | { state: "looking" }
  | { state: "failed"; error: Error; retry: () => void }
  | { state: "out" }
  | { state: "without" }
  | { state: "in" };

interface Access {
  session: Session | null;
  signIn: SignIn;
  enter: (email: string, password: string) => Promise<void>;
}

const PATH = "/api/v1/session";
const CHOSEN = "introw-organisation";
const Context = createContext<Access | null>(null);

function remembered(): string | null {
  try {
    return localStorage.getItem(CHOSEN);
  } catch {
    return null;
  }
}

function remember(organisation: string) {
  try {
    localStorage.setItem(CHOSEN, organisation);
  } catch {
    // Where nothing may be stored, the choice lasts as long as the page.
  }
}

export function SessionProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [chosen, setChosen] = useState<string | null>(remembered);
  const [interrupted, setInterrupted] = useState(false);
  const [signIn, setSignIn] = useState<SignIn>({ state: "looking" });

  const current =
    answer?.memberships.find(({ organisation }) => organisation.id === chosen) ?? answer?.memberships[0];
  // Set while rendering, so that no page below asks without them.
  credentials.csrf = answer?.csrfToken ?? null;
  credentials.organisation = current?.organisation.id ?? null;

  const take = useCallback((next: Answer) => {
    setAnswer(next);
    setInterrupted(false);
    setSignIn({ state: next.memberships.length === 0 ? "without" : "in" });
  }, []);

  const look = useCallback(async () => {
    setSignIn({ state: "looking" });
    try {
      take(await rest<Answer>("GET", PATH));
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) setSignIn({ state: "out" });
      else setSignIn({ state: "failed", error: error as Error, retry: look });
    }
  }, [take]);

  useEffect(() => void look(), [look]);

  useEffect(() => {
    onSignedOut.tell = () => setInterrupted(true);
    return () => {
      onSignedOut.tell = () => {};
    };
  }, []);

  const enter = useCallback(
    async (email: string, password: string) => {
      const next = await rest<Answer>("POST", PATH, { email, password });
      if (answer && next.person.id !== answer.person.id) {
        // Somebody else: nothing of what the one before saw may stay.
        client.clear();
      }
      take(next);
      // What failed while nobody was signed in is asked again.
      void client.invalidateQueries();
    },
    [answer, client, take],
  );

  const session = useMemo<Session | null>(() => {
    if (!answer || !current) return null;
    return {
      person: answer.person,
      memberships: answer.memberships,
      current,
      canWrite: current.role !== "ANALYST",
      interrupted,
      switchTo: (organisation) => {
        remember(organisation);
        setChosen(organisation);
      },
      signOut: async (everywhere) => {
        await rest("DELETE", everywhere ? "/api/v1/sessions" : PATH);
        client.clear();
        setAnswer(null);
        setInterrupted(false);
        setSignIn({ state: "out" });
      },
    };
  }, [answer, current, interrupted, client]);

  const access = useMemo(() => ({ session, signIn, enter }), [session, signIn, enter]);
  return <Context.Provider value={access}>{children}</Context.Provider>;
}

export function useAccess(): Access {
  const access = useContext(Context);
  if (!access) throw new Error("no SessionProvider");
  return access;
}

/** The session, on a page that only somebody who is signed in sees. */
export function useSession(): Session {
  const { session } = useAccess();
  if (!session) throw new Error("nobody is signed in");
  return session;
}
