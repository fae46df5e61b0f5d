import { Anchor, Stack, Textarea, TextInput } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { useData, useWrite } from "../../api/data";
import {
  PartnerDocument,
  type PartnerQuery,
  PartnerUpdateDocument,
  RewardTotalsDocument,
} from "../../graphql";
import { Act } from "../../ui/Act";
import { TrafficChart } from "../../ui/Chart";
import { useConfirm } from "../../ui/Confirm";
import { CopyText } from "../../ui/Copy";
import { count, money, rate } from "../../ui/format";
import { Detail, Facts, Page, Section } from "../../ui/Page";
import { SaveBar, useDraft } from "../../ui/SaveBar";
import { Stat, Stats } from "../../ui/Stat";
import { Empty, Failed, Loading, Missing } from "../../ui/State";
import { Status } from "../../ui/Status";
import { Time } from "../../ui/Time";
import { toast } from "../../ui/toast";
import { LinkTable } from "../links/LinkTable";
import { PortalUsers } from "./PortalUsers";
import { ViewAs } from "./ViewAs";

type Parts = NonNullable<PartnerQuery["partner"]>;

/** One partner: what it brought, its links, and who it is. */
export function Partner() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, isPending, error, refetch } = useData(PartnerDocument, { id });
  if (isPending) return <Loading />;
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  const partner = data?.partner;
  if (!partner) return <Missing what="partner" />;
  const { stats } = partner;
  return (
    <Page
      title={partner.name}
      badge={<Status of={partner.status} />}
      parent={{ to: "/partners", title: "Partners" }}
      actions={
        <>
          <ViewAs partner={partner} />
          <Activity partner={partner} />
        </>
      }
      narrow
    >
      <Detail side={<Particulars partner={partner} />}>
        <Stats>
          <Stat
            label="Clicks"
            value={count(stats?.clicks)}
            note="30 days, see them"
            to="/clicks"
            search={{ partner: partner.id, label: "HUMAN" }}
          />
          <Stat
            label="Conversions"
            value={count(stats?.conversions)}
            note="30 days, see them"
            to="/conversions"
            search={{ partner: partner.id, range: "30d" }}
          />
          <Stat label="Rate" value={rate(stats?.conversionRate)} note="conversions by clicks" />
          <Money partnerId={partner.id} />
        </Stats>
        {stats && (
          <Section title="Last 30 days">
            <TrafficChart buckets={stats.buckets} />
          </Section>
        )}
        <PortalUsers partnerId={partner.id} />
        <Section title="Links" flush>
          <LinkTable
            partnerId={partner.id}
            bare
            empty={
              <Empty title="No link yet">
                Links are made in a campaign, for the partners that take part in it.
              </Empty>
            }
          />
        </Section>
      </Detail>
    </Page>
  );
}

/** What it has earned, each sum leading to its lines. */
function Money({ partnerId }: { partnerId: string }) {
  const totals = useData(RewardTotalsDocument, { partnerId }).data?.rewardTotals;
  const sums = [
    ["Held", totals?.held, "HELD"],
    ["Payable", totals?.payable, "PAYABLE"],
  ] as const;
  return sums.map(([label, sum, status]) => (
    <Stat
      key={status}
      label={label}
      value={money(sum)}
      note="30 days, see them"
      to="/rewards"
      search={{ partner: partnerId, status, range: "30d" }}
    />
  ));
}

function Activity({ partner }: { partner: Parts }) {
  const { run, saving } = useWrite(PartnerUpdateDocument, { tell: true });
  const confirm = useConfirm();
  const active = partner.status === "ACTIVE";
  return (
    <Act
      variant={active ? "default" : "filled"}
      loading={saving}
      onClick={async () => {
        const yes =
          !active ||
          (await confirm({
            title: `Deactivate ${partner.name}?`,
            effect:
              "Its links still lead visitors to their destinations, but without a token: none of its clicks converts any more, those made before included. You can activate it again.",
            action: "Deactivate",
            danger: true,
          }));
        if (!yes) return;
        const done = await run({ id: partner.id, input: { status: active ? "INACTIVE" : "ACTIVE" } });
        if (done) toast.done(`${partner.name} is ${active ? "inactive" : "active"} now.`);
      }}
    >
      {active ? "Deactivate" : "Activate"}
    </Act>
  );
}

function Particulars({ partner }: { partner: Parts }) {
  const { draft, dirty, set, reset } = useDraft({
    name: partner.name,
    email: partner.email ?? "",
    domain: partner.domain ?? "",
    notes: partner.notes,
  });
  const { run, saving, problems, clear } = useWrite(PartnerUpdateDocument);
  return (
    <>
      <Section title="Partner">
        <Stack gap="sm">
          <TextInput
            label="Name"
            value={draft.name}
            error={problems.of("name")}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <TextInput
            label="E-mail"
            value={draft.email}
            error={problems.of("email")}
            onChange={(event) => set({ email: event.currentTarget.value })}
          />
          <TextInput
            label="Domain"
            value={draft.domain}
            error={problems.of("domain")}
            onChange={(event) => set({ domain: event.currentTarget.value })}
          />
          <Textarea
            label="Notes"
            description="For your colleagues. The partner never sees them."
            autosize
            minRows={3}
            maxRows={12}
            value={draft.notes}
            error={problems.of("notes")}
            onChange={(event) => set({ notes: event.currentTarget.value })}
          />
        </Stack>
        <SaveBar
          dirty={dirty}
          saving={saving}
          problems={problems.besides("name", "email", "domain", "notes")}
          onSave={async () => {
            if (!(await run({ id: partner.id, input: draft }))) return;
            reset();
            toast.done("Saved.");
          }}
          onDiscard={() => {
            clear();
            reset();
          }}
        />
      </Section>
      <Section title="Details">
        <Facts
          of={[
            ["Id", <CopyText key="id" text={partner.id} what="the partner's id" />],
            ["Last activity", <Time key="activity" at={partner.lastActivityAt} />],
            ["Added", <Time key="added" at={partner.createdAt} />],
            ["Changed", <Time key="changed" at={partner.updatedAt} />],
          ]}
        />
        <Anchor
          mt="md"
          size="sm"
          display="block"
          renderRoot={(props) => <Link to="/audit" search={{ target: partner.id } as never} {...props} />}
        >
          Who changed what
        </Anchor>
      </Section>
    </>
  );
}
