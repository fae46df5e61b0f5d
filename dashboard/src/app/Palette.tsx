// Ctrl-K: to go, to make, to find.

import "@mantine/spotlight/styles.layer.css";
import { useDebouncedValue } from "@mantine/hooks";
import { Spotlight, spotlight } from "@mantine/spotlight";
import { useNavigate } from "@tanstack/react-router";
import {
  ArrowRightLeft,
  ClipboardList,
  Handshake,
  Inbox,
  KeyRound,
  Link2,
  type LucideIcon,
  Megaphone,
  Plus,
  Search,
  Signature,
  Waypoints,
} from "lucide-react";
import { useState } from "react";
import { useData } from "../api/data";
import { SearchDocument, type SearchKind } from "../graphql";
import { PLACES } from "./navigation";

const TYPING_MS = 200;

const CREATE = [
  { title: "New campaign", to: "/campaigns", search: { new: "1" } },
  { title: "New partner", to: "/partners", search: { new: "1" } },
  { title: "New form", to: "/forms", search: { new: "1" } },
  { title: "New API key", to: "/api-keys", search: { new: "1" } },
];

/** Of each kind of thing its name, and the page that shows it. */
const KINDS: Record<SearchKind, { title: string; icon: LucideIcon; page: (id: string) => string }> = {
  CAMPAIGN: { title: "Campaign", icon: Megaphone, page: (id) => `/campaigns/${id}` },
  PARTNER: { title: "Partner", icon: Handshake, page: (id) => `/partners/${id}` },
  LINK: { title: "Link", icon: Link2, page: (id) => `/links/${id}` },
  FORM: { title: "Form", icon: ClipboardList, page: (id) => `/forms/${id}` },
  CONVERSION: { title: "Conversion", icon: ArrowRightLeft, page: (id) => `/conversions/${id}` },
  SUBMISSION: { title: "Submission", icon: Inbox, page: (id) => `/submissions/${id}` },
  DECISION: { title: "Decision", icon: Waypoints, page: (id) => `/decisions/${id}` },
  API_KEY: { title: "API key", icon: KeyRound, page: () => "/api-keys" },
  LEGACY_LINK: { title: "Legacy link", icon: Signature, page: () => "/legacy-links" },
};

export default function Palette() {
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const [text] = useDebouncedValue(typed.trim(), TYPING_MS);
  const enabled = text.length > 1;
  const search = useData(SearchDocument, { text }, { enabled });
  const found = enabled ? (search.data?.search ?? []) : [];
  const matches = (title: string) => title.toLowerCase().includes(text.toLowerCase());
  const go = (to: string, search: Record<string, string> = {}) => {
    spotlight.close();
    void navigate({ to, search: search as never });
  };

  const places = PLACES.filter(({ title }) => matches(title));
  const creations = CREATE.filter(({ title }) => matches(title));
  const isEmail = /^\S+@\S+\.\S+$/.test(text);
  const nothing = !isEmail && places.length + creations.length + found.length === 0;

  return (
    <Spotlight.Root
      query={typed}
      onQueryChange={setTyped}
      shortcut={null}
      scrollable
      maxHeight={420}
      attributes={{ content: { "aria-label": "Command palette" } }}
    >
      <Spotlight.Search
        placeholder="A page, a name, an id, a code, an e-mail address…"
        aria-label="Find or go to"
        leftSection={<Search size={17} aria-hidden />}
      />
      <Spotlight.ActionsList aria-label="Results">
        {isEmail && (
          <Spotlight.Action
            label={`Conversions of ${text}`}
            onClick={() => go("/conversions", { email: text })}
          />
        )}
        {found.length > 0 && (
          <Spotlight.ActionsGroup label="Found">
            {found.map(({ id, kind, title, subtitle }) => {
              const { title: name, icon: Icon, page } = KINDS[kind];
              return (
                <Spotlight.Action
                  key={id}
                  label={title}
                  description={[name, subtitle].filter(Boolean).join(" · ")}
                  leftSection={<Icon size={16} aria-hidden />}
                  onClick={() => go(page(id))}
                />
              );
            })}
          </Spotlight.ActionsGroup>
        )}
        {places.length > 0 && (
          <Spotlight.ActionsGroup label="Go to">
            {places.map(({ to, title, icon: Icon }) => (
              <Spotlight.Action
                key={to}
                label={title}
                leftSection={<Icon size={16} aria-hidden />}
                onClick={() => go(to)}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {creations.length > 0 && (
          <Spotlight.ActionsGroup label="Create">
            {creations.map(({ title, to, search }) => (
              <Spotlight.Action
                key={title}
                label={title}
                leftSection={<Plus size={16} aria-hidden />}
                onClick={() => go(to, search)}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {nothing && <Spotlight.Empty>{search.isFetching ? "Looking…" : "Nothing found"}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
