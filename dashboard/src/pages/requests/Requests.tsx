import { Anchor, Drawer, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { FileClock } from "lucide-react";
import { useState } from "react";
import { useConnection, useData } from "../../api/data";
import { KeyOptionsDocument, RequestsDocument, type RequestsQuery } from "../../graphql";
import { CopyText } from "../../ui/Copy";
import { type FilterDef, Filters, useFiltered } from "../../ui/Filters";
import { counted, NOTHING } from "../../ui/format";
import { Facts, Page } from "../../ui/Page";
import { Prose } from "../../ui/Prose";
import { Empty } from "../../ui/State";
import { Dot, type Tone } from "../../ui/Status";
import { given, oneOf, useAddress } from "../../ui/search";
import { type Column, DataTable, RowButton } from "../../ui/Table";
import { Time } from "../../ui/Time";

type Row = RequestsQuery["requests"]["nodes"][number];

/** GraphQL answers 200 also when it could not do what was asked, so the code counts too. */
function tone({ status, code }: Row): Tone {
  if (status >= 500 || code === "INTERNAL_ERROR" || code === "UNAVAILABLE") return "bad";
  return status >= 400 || code ? "warn" : "good";
}

const Answer = ({ of }: { of: Row }) => (
  <Dot tone={tone(of)}>{of.code ? `${of.status} ${of.code}` : String(of.status)}</Dot>
);

const POLL_MS = 5_000;

/** The calls of programs, with what was answered and why. */
export function Requests() {
  const [address] = useAddress();
  const keys = useData(KeyOptionsDocument, {}).data?.apiKeys.nodes ?? [];
  const filters: FilterDef[] = [
    {
      key: "outcome",
      label: "Answer",
      options: [
        { value: "SUCCEEDED", label: "Done" },
        { value: "REFUSED", label: "Refused" },
        { value: "FAILED", label: "Failed here" },
      ],
    },
    { key: "key", label: "Key", options: keys.map(({ id, name }) => ({ value: id, label: name })) },
    { key: "code", label: "Code", placeholder: "RATE_LIMIT_EXCEEDED" },
    { key: "request", label: "Request id", placeholder: "what x-request-id said" },
  ];
  const { filtered, clearFilters } = useFiltered(filters.map(({ key }) => key));
  const [opened, setOpened] = useState<Row | null>(null);
  const filter = {
    outcome: oneOf(address.outcome, ["SUCCEEDED", "REFUSED", "FAILED"]) ?? null,
    keyId: address.key ?? null,
    code: address.code ?? null,
    requestId: address.request ?? null,
  };
  const list = useConnection(RequestsDocument, { filter }, (data) => data.requests, {
    refetchInterval: POLL_MS,
  });
  const columns: Array<Column<Row>> = [
    {
      key: "path",
      title: "Call",
      cell: (row) => (
        <RowButton onClick={() => setOpened(row)}>
          <code>
            {row.method} {row.path}
          </code>
        </RowButton>
      ),
    },
    { key: "operation", title: "What", cell: (row) => row.operation ?? NOTHING },
    { key: "answer", title: "Answer", cell: (row) => <Answer of={row} /> },
    { key: "key", title: "Key", cell: (row) => row.key?.name ?? NOTHING },
    { key: "took", title: "Took", right: true, cell: (row) => `${row.durationMs} ms` },
    { key: "time", title: "When", cell: (row) => <Time at={row.at} /> },
    { key: "id", title: "Request id", optional: true, cell: (row) => <code>{row.requestId}</code> },
  ];
  return (
    <Page
      title="Request log"
      lead="The calls that your programs made with secret keys in the last seven days."
    >
      <DataTable
        name="requests"
        what="calls"
        list={list}
        columns={columns}
        csv={{ list: "requests", filter: given(filter) }}
        filtered={filtered}
        clearFilters={clearFilters}
        filters={<Filters of={filters} />}
        empty={
          <Empty icon={FileClock} title="No call in seven days">
            As soon as a program calls with one of your{" "}
            <Anchor underline="always" renderRoot={(props) => <Link to="/api-keys" {...props} />}>
              API keys
            </Anchor>
            , the call is here, with the reason where it was refused.
          </Empty>
        }
      />
      <Drawer
        opened={opened !== null}
        onClose={() => setOpened(null)}
        position="right"
        size="lg"
        title={opened && `${opened.method} ${opened.path}`}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        {opened && (
          <Stack gap="lg">
            {opened.explanation && (
              <Text>
                <Prose>{opened.explanation}</Prose>
              </Text>
            )}
            <Facts
              of={[
                ["Answer", <Answer key="answer" of={opened} />],
                opened.operation && ["What", <code key="what">{opened.operation}</code>],
                ["When", <Time key="when" at={opened.at} absolute />],
                ["Took", counted(opened.durationMs, "millisecond")],
                opened.key && ["Key", `${opened.key.name} (${opened.key.prefix}…)`],
                ["Request id", <CopyText key="id" text={opened.requestId} what="the request id" />],
              ]}
            />
          </Stack>
        )}
      </Drawer>
    </Page>
  );
}
