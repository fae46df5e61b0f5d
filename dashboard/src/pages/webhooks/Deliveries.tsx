import { useState } from "react";
import { useConnection } from "../../api/data";
import {
  type EndpointPartsFragment,
  WebhookDeliveriesDocument,
  type WebhookDeliveriesQuery,
} from "../../graphql";
import { Filters, useFiltered } from "../../ui/Filters";
import { Section } from "../../ui/Page";
import { Empty } from "../../ui/State";
import { Status } from "../../ui/Status";
import { oneOf, useAddress } from "../../ui/search";
import { type Column, DataTable, RowButton } from "../../ui/Table";
import { Time } from "../../ui/Time";
import { Delivery } from "./Delivery";
import { EVENTS } from "./words";

type Row = WebhookDeliveriesQuery["webhookDeliveries"]["nodes"][number];

const STATUSES = [
  { value: "PENDING", label: "Waiting" },
  { value: "DELIVERED", label: "Delivered" },
  { value: "FAILED", label: "Failed" },
  { value: "CANCELLED", label: "Cancelled" },
] as const;

/** What was sent to an endpoint, and what became of it. */
export function Deliveries({ endpoint }: { endpoint: EndpointPartsFragment }) {
  const [address] = useAddress();
  const [opened, setOpened] = useState<string | null>(null);
  const { filtered, clearFilters } = useFiltered(["status"]);
  const list = useConnection(
    WebhookDeliveriesDocument,
    {
      filter: {
        endpointId: endpoint.id,
        status: oneOf(address.status, ["PENDING", "DELIVERED", "FAILED", "CANCELLED"]) ?? null,
      },
    },
    (data) => data.webhookDeliveries,
    { size: 25, refetchInterval: 5_000 },
  );
  const columns: Array<Column<Row>> = [
    {
      key: "event",
      title: "Event",
      cell: (row) => <RowButton onClick={() => setOpened(row.id)}>{EVENTS[row.kind].name}</RowButton>,
    },
    { key: "status", title: "State", cell: (row) => <Status of={row.status} /> },
    { key: "made", title: "Made", cell: (row) => <Time at={row.createdAt} /> },
    {
      key: "next",
      title: "Next try",
      cell: (row) => <Time at={row.status === "PENDING" ? row.nextAttemptAt : null} />,
    },
  ];
  return (
    <Section title="What was sent" flush>
      <DataTable
        name="deliveries"
        what="deliveries"
        list={list}
        columns={columns}
        filtered={filtered}
        clearFilters={clearFilters}
        filters={<Filters of={[{ key: "status", label: "State", options: STATUSES }]} />}
        empty={<Empty title="Nothing was sent yet">Send a test to see what arrives.</Empty>}
        bare
      />
      {opened && <Delivery id={opened} onClose={() => setOpened(null)} />}
    </Section>
  );
}
