// On whose behalf the explorer asks: a member who is signed in here, or whoever has a secret key.
import { useEffect, useState } from "react";
import { credentials, rest } from "../api/client";

interface Answer {
  csrfToken: string;
  person: { email: string };
  memberships: Array<{ organisation: { id: string; name: string }; role: string }>;
}

export interface Organisation {
  id: string;
  name: string;
  /** Whether what its member writes is run: an analyst's is not. */
  isOpen: boolean;
}

export interface Member {
  email: string;
  organisations: Organisation[];
}

/** Undefined while it is looked up; null: nobody is signed in here. */
export function useMember(): Member | null | undefined {
  const [member, setMember] = useState<Member | null>();
  useEffect(() => {
    let gone = false;
    rest<Answer>("GET", "/api/v1/session").then(
      (answer) => {
        if (gone) return;
        const organisations = answer.memberships.map(({ organisation, role }) => ({
          ...organisation,
          isOpen: role !== "ANALYST",
        }));
        credentials.csrf = answer.csrfToken;
        credentials.organisation = organisations[0]?.id ?? null;
        setMember({ email: answer.person.email, organisations });
      },
      () => {
        if (!gone) setMember(null);
      },
    );
    return () => {
      gone = true;
    };
  }, []);
  return member;
}

/** The headers of a call: a key's, if there is one, else the session's. */
export function headersFor(key: string): Record<string, string> {
  if (key !== "") return { "x-api-key": key };
  return {
    ...(credentials.csrf && { "x-introw-csrf": credentials.csrf }),
    ...(credentials.organisation && { "x-introw-organisation": credentials.organisation }),
  };
}
