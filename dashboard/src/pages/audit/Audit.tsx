import { Drawer, Stack, Text } from "@mantine/core";
import { ScrollText } from "lucide-react";
import { useState } from "react";
import { useConnection } from "../../api/data";
import { type ActorKind, AuditEventsDocument, type AuditEventsQuery } from "../../graphql";
import { CopyText } from "../../ui/Copy";
import { type FilterDef, Filters, useFiltered } from "../../ui/Filters";
import { show } from "../../ui/json";
import { Facts, Page } from "../../ui/Page";
import { Empty } from "../../ui/State";
import { given, useAddress } from "../../ui/search";
import { type Column, DataTable, RowButton } from "../../ui/Table";
import { Time } from "../../ui/Time";
import classes from "./audit.module.css";
import { changesOf } from "./changes";

type Row = AuditEventsQuery["auditEvents"]["nodes"][number];

const ACTORS: Record<ActorKind, string> = {
  COMMAND_LINE: "Command line",
  KEY: "A key",
  MEMBER: "A member",
  PAGE: "A page",
  PARTNER_USER: "A partner user",
  SYSTEM: "The service",
};

const FILTERS: FilterDef[] = [
  { key: "action", label: "Action", placeholder: "campaignUpdate" },
  { key: "target", label: "Thing", placeholder: "cmp_… lnk_…" },
];

/** "campaignUpdate" is "Campaign update". */
const written = (action: string) => {
  const text = action.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return text.charAt(0).toUpperCase() + text.slice(1);
};

/** Every change: by whom, when, what it was and what it became. */
export function Audit() {
  const [address] = useAddress();
  const { filtered, clearFilters } = useFiltered(FILTERS.map(({ key }) => key));
  const [opened, setOpened] = useState<Row | null>(null);
  const filter = { action: address.action ?? null, targetId: address.target ?? null };
  const list = useConnection(AuditEventsDocument, { filter }, (data) => data.auditEvents);
  const columns: Array<Column<Row>> = [
    {
      key: "action",
      title: "Change",
      cell: (row) => <RowButton onClick={() => setOpened(row)}>{written(row.action)}</RowButton>,
    },
    { key: "who", title: "By", cell: (row) => row.actorName ?? ACTORS[row.actorKind] },
    { key: "target", title: "Thing", cell: (row) => <CopyText text={row.targetId} what="the id" /> },
    {
      key: "what",
      title: "What changed",
      cell: (row) => (
        <Text size="sm" c="dimmed" lineClamp={1}>
          {changesOf(row.before, row.after)
            .map(({ key }) => key)
            .join(", ") || "nothing that is kept"}
        </Text>
      ),
    },
    { key: "time", title: "When", cell: (row) => <Time at={row.at} absolute /> },
    { key: "actor", title: "Actor id", optional: true, cell: (row) => row.actorId },
  ];
  return (
    <Page title="Audit log" lead="Every change, by whom, what it was and what it became.">
      <DataTable
        name="audit"
        what="changes"
        list={list}
        csv={{ list: "audit", filter: given(filter) }}
        columns={columns}
        filtered={filtered}
        clearFilters={clearFilters}
        filters={<Filters of={FILTERS} />}
        empty={
          <Empty icon={ScrollText} title="Nothing has changed yet">
            As soon as somebody changes something, it stands here.
          </Empty>
        }
      />
      <Drawer
        opened={opened !== null}
        onClose={() => setOpened(null)}
        position="right"
        size="lg"
        title={opened && written(opened.action)}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        {opened && (
          <Stack gap="lg">
            <Facts
              of={[
                ["When", <Time key="when" at={opened.at} />],
                [
                  "By",
                  opened.actorName
                    ? `${opened.actorName} (${ACTORS[opened.actorKind].toLowerCase()})`
                    : ACTORS[opened.actorKind],
                ],
                opened.actorId && [
                  "Actor",
                  <CopyText key="actor" text={opened.actorId} what="the actor's id" />,
                ],
                ["Thing", <CopyText key="thing" text={opened.targetId} what="the id" />],
              ]}
            />
            <div className={classes.diff}>
              {changesOf(opened.before, opened.after).map(({ key, before, after }) => (
                <div key={key} className={classes.change}>
                  <div className={classes.key}>{key}</div>
                  {before !== undefined && before !== null && <del>{show(before)}</del>}
                  {after !== undefined && after !== null && <ins>{show(after)}</ins>}
                </div>
              ))}
            </div>
          </Stack>
        )}
      </Drawer>
    </Page>
  );
}
