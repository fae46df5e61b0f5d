// Ctrl-K: to go, to make, to find.

import { useDebouncedValue } from "@mantine/hooks";
import { Spotlight, spotlight } from "@mantine/spotlight";
import { useNavigate } from "@tanstack/react-router";
import { Handshake, Megaphone, Plus, Search } from "lucide-react";
import { useState } from "react";
import { useData } from "../api/data";
import { CampaignOptionsDocument, PartnerOptionsDocument } from "../graphql";
import { PLACES } from "./navigation";

const TYPING_MS = 200;

const CREATE = [
  { title: "New campaign", to: "/campaigns", search: { new: "1" } },
  { title: "New partner", to: "/partners", search: { new: "1" } },
  { title: "New form", to: "/forms", search: { new: "1" } },
  { title: "New API key", to: "/api-keys", search: { new: "1" } },
];

/** The page of a thing, known by how its id begins. */
const BY_ID: ReadonlyArray<readonly [prefix: string, path: string]> = [
  ["cmp_", "/campaigns/"],
  ["prt_", "/partners/"],
  ["lnk_", "/links/"],
  ["frm_", "/forms/"],
  ["cnv_", "/conversions/"],
  ["fsub_", "/submissions/"],
  ["dec_", "/decisions/"],
];

export default function Palette() {
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const [text] = useDebouncedValue(typed.trim(), TYPING_MS);
  const enabled = text.length > 1;
  const campaigns =
    useData(CampaignOptionsDocument, { search: text }, { enabled }).data?.campaigns.nodes ?? [];
  const partners = useData(PartnerOptionsDocument, { search: text }, { enabled }).data?.partners.nodes ?? [];
  const matches = (title: string) => title.toLowerCase().includes(text.toLowerCase());
  const go = (to: string, search: Record<string, string> = {}) => {
    spotlight.close();
    void navigate({ to, search: search as never });
  };

  const direct = BY_ID.find(([prefix]) => text.startsWith(prefix));
  const places = PLACES.filter(({ title }) => matches(title));
  const creations = CREATE.filter(({ title }) => matches(title));
  const isEmail = /^\S+@\S+\.\S+$/.test(text);
  const nothing =
    !direct &&
    !isEmail &&
    places.length + creations.length === 0 &&
    (!enabled || campaigns.length + partners.length === 0);

  return (
    <Spotlight.Root
      query={typed}
      onQueryChange={setTyped}
      shortcut={["mod + K"]}
      scrollable
      maxHeight={420}
      attributes={{ content: { "aria-label": "Command palette" } }}
    >
      <Spotlight.Search
        placeholder="A page, a name, an id, an e-mail address…"
        aria-label="Find or go to"
        leftSection={<Search size={17} aria-hidden />}
      />
      <Spotlight.ActionsList aria-label="Results">
        {direct && <Spotlight.Action label={`Open ${text}`} onClick={() => go(direct[1] + text)} />}
        {isEmail && (
          <Spotlight.Action
            label={`Conversions of ${text}`}
            onClick={() => go("/conversions", { email: text })}
          />
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
        {enabled && campaigns.length > 0 && (
          <Spotlight.ActionsGroup label="Campaigns">
            {campaigns.map(({ id, name }) => (
              <Spotlight.Action
                key={id}
                label={name}
                leftSection={<Megaphone size={16} aria-hidden />}
                onClick={() => go(`/campaigns/${id}`)}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {enabled && partners.length > 0 && (
          <Spotlight.ActionsGroup label="Partners">
            {partners.map(({ id, name }) => (
              <Spotlight.Action
                key={id}
                label={name}
                leftSection={<Handshake size={16} aria-hidden />}
                onClick={() => go(`/partners/${id}`)}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {nothing && <Spotlight.Empty>Nothing found</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
