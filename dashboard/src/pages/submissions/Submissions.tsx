import { Kbd, Text } from "@mantine/core";
import { Inbox } from "lucide-react";
import { useConnection } from "../../api/data";
import { SubmissionsDocument, type SubmissionsQuery } from "../../graphql";
import { type FilterDef, Filters, useFiltered } from "../../ui/Filters";
import { NOTHING } from "../../ui/format";
import { show } from "../../ui/json";
import { Page } from "../../ui/Page";
import { Empty } from "../../ui/State";
import { Status } from "../../ui/Status";
import { given, oneOf, useAddress } from "../../ui/search";
import { type Column, DataTable } from "../../ui/Table";
import { Time } from "../../ui/Time";
import { Bulk } from "./Bulk";
import { useReviewKeys } from "./useReviewKeys";

type Row = SubmissionsQuery["submissions"]["nodes"][number];

export const SUBMISSION_STATUSES = ["PENDING", "ERROR", "ACCEPTED", "AUTO_ACCEPTED", "DECLINED"] as const;

const FILTERS: FilterDef[] = [
  {
    key: "status",
    label: "Status",
    options: [
      { value: "PENDING", label: "To review" },
      { value: "ERROR", label: "Failed" },
      { value: "ACCEPTED", label: "Accepted" },
      { value: "AUTO_ACCEPTED", label: "Accepted by themselves" },
      { value: "DECLINED", label: "Declined" },
    ],
  },
  { key: "campaign", label: "Campaign", of: "campaign" },
  { key: "partner", label: "Partner", of: "partner" },
];

const COLUMNS: Array<Column<Row>> = [
  {
    key: "what",
    title: "Submission",
    cell: (row) =>
      row.fields
        .slice(0, 2)
        .map(({ value }) => show(value))
        .join(" · ") ||
      row.conversion?.email ||
      "Nothing filled",
  },
  { key: "status", title: "Status", cell: (row) => <Status of={row.status} /> },
  { key: "partner", title: "Partner", cell: (row) => row.conversion?.partner?.name ?? NOTHING },
  { key: "campaign", title: "Campaign", cell: (row) => row.conversion?.campaign?.name ?? NOTHING },
  {
    key: "fields",
    title: "Fields",
    cell: (row) =>
      row.problems[0] ? (
        <Text size="sm" c="red" lineClamp={2}>
          {row.problems[0].label}: {row.problems[0].message}
        </Text>
      ) : (
        <Text size="sm" c="dimmed" lineClamp={1}>
          {row.fields
            .slice(2)
            .map(({ label, value }) => `${label}: ${show(value)}`)
            .join(", ") || NOTHING}
        </Text>
      ),
  },
  { key: "age", title: "Age", cell: (row) => <Time at={row.createdAt} /> },
];

/** What conversions became, and what waits for somebody to look at it. */
export function Submissions() {
  const [address] = useAddress();
  const { filtered, clearFilters } = useFiltered(FILTERS.map(({ key }) => key));
  const filter = {
    status: oneOf(address.status, SUBMISSION_STATUSES) ?? null,
    campaignId: address.campaign ?? null,
    partnerId: address.partner ?? null,
  };
  const { keys, dialog } = useReviewKeys();
  const list = useConnection(SubmissionsDocument, { filter }, (data) => data.submissions);
  return (
    <Page
      title="Submissions"
      lead={
        <>
          The form that each conversion filled, and where it stands. On a row, <Kbd size="xs">a</Kbd> accepts
          and <Kbd size="xs">d</Kbd> declines.
        </>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the rows inside */}
      <div onKeyDown={keys}>
        <DataTable
          name="submissions"
          what="submissions"
          list={list}
          csv={{ list: "submissions", filter: given(filter) }}
          columns={COLUMNS}
          href={(row) => `/submissions/${row.id}`}
          filtered={filtered}
          clearFilters={clearFilters}
          filters={<Filters of={FILTERS} />}
          bulk={(ids, clear) => <Bulk ids={ids} clear={clear} />}
          empty={
            <Empty icon={Inbox} title="Nothing to review">
              As soon as a conversion is recorded, the form that it fills is here.
            </Empty>
          }
        />
      </div>
      {dialog}
    </Page>
  );
}
