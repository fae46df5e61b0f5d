import { GraphiQL } from "graphiql";
import { useMemo, useState } from "react";
import { credentials } from "../api/client";
import { Mark } from "../app/Mark";
import { headersFor, type Member, useMember } from "./access";
import { fetcherWith } from "./fetcher";
import { FIRST, LIVE, WHY_NOT } from "./queries";

/** GraphiQL under a bar that says on whose behalf it asks. */
export function Explorer() {
  const member = useMember();
  const [key, setKey] = useState("");
  const [organisation, setOrganisation] = useState<string | null>(null);
  const current = member?.organisations.find(({ id }) => id === organisation) ?? member?.organisations[0];
  const isAllowed = key !== "" || current?.isOpen === true;
  // Another caller may see another schema, so that it is asked for anew.
  const fetcher = useMemo(() => fetcherWith(() => headersFor(key)), [key]);
  if (member === undefined) return null;

  const choose = (id: string) => {
    credentials.organisation = id;
    setOrganisation(id);
  };
  return (
    <div className="explorer">
      <header className="explorer-bar">
        <a className="explorer-name" href="/">
          <Mark size={26} />
          <span>API explorer</span>
        </a>
        <Who member={member} hasKey={key !== ""} organisation={organisation} onChoose={choose} />
        <KeyForm onUse={setKey} isUsed={key !== ""} />
      </header>
      <main className="explorer-body">
        {isAllowed ? (
          <GraphiQL
            key={`${key}/${organisation}`}
            fetcher={fetcher}
            defaultTabs={[{ query: FIRST }, { query: WHY_NOT }, { query: LIVE }]}
            defaultEditorToolsVisibility={false}
            showPersistHeadersSettings={false}
          >
            <GraphiQL.Logo>
              <a className="explorer-more" href="/openapi.json">
                REST API
              </a>
            </GraphiQL.Logo>
          </GraphiQL>
        ) : (
          <Closed isSignedIn={Boolean(member)} />
        )}
      </main>
    </div>
  );
}

/** For whom nothing is run here, and what they can do. */
function Closed({ isSignedIn }: { isSignedIn: boolean }) {
  return (
    <section className="explorer-closed">
      <h1>{isSignedIn ? "The explorer is for owners and admins" : "Sign in to explore the API"}</h1>
      {isSignedIn ? (
        <p>
          As an analyst you see in the dashboard what it would show. To write queries of your own, ask an
          owner for a secret key and paste it above.
        </p>
      ) : (
        <p>
          <a href="/">Sign in to the dashboard</a> as an owner or admin and come back, or paste a secret key
          above. A key sees what its scopes allow.
        </p>
      )}
    </section>
  );
}

interface WhoProps {
  member: Member | null;
  hasKey: boolean;
  organisation: string | null;
  onChoose: (id: string) => void;
}

function Who({ member, hasKey, organisation, onChoose }: WhoProps) {
  if (hasKey) return <p className="explorer-who">As a program with this key</p>;
  if (!member) return <p className="explorer-who">Nobody is signed in</p>;
  if (member.organisations.length < 2) {
    return (
      <p className="explorer-who">
        As {member.email}, {member.organisations[0]?.name ?? "without an organisation"}
      </p>
    );
  }
  return (
    <label className="explorer-who">
      As {member.email} of
      <select
        value={organisation ?? member.organisations[0]?.id}
        onChange={(event) => onChoose(event.target.value)}
      >
        {member.organisations.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The key stays in this page: it is neither stored nor sent anywhere but to the API. */
function KeyForm({ onUse, isUsed }: { onUse: (key: string) => void; isUsed: boolean }) {
  const [typed, setTyped] = useState("");
  return (
    <form
      className="explorer-key"
      onSubmit={(event) => {
        event.preventDefault();
        onUse(typed.trim());
      }}
    >
      <label htmlFor="api-key">API key</label>
      <input
        id="api-key"
        type="password"
        autoComplete="off"
        spellCheck={false}
        placeholder="irw_sk_…"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <button type="submit" disabled={typed.trim() === "" && !isUsed}>
        {isUsed && typed.trim() === "" ? "Stop using it" : "Use it"}
      </button>
    </form>
  );
}
