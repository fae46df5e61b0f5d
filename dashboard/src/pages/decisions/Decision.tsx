import { Alert, Anchor, Text } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { useData } from "../../api/data";
import { DecisionDocument, type DecisionPartsFragment } from "../../graphql";
import { CopyText } from "../../ui/Copy";
import { Detail, Facts, Page, Section } from "../../ui/Page";
import { Prose } from "../../ui/Prose";
import { Failed, Loading, Missing } from "../../ui/State";
import { Status } from "../../ui/Status";
import { Time } from "../../ui/Time";
import { type Step, Trail } from "../../ui/Trail";
import { checkOf, reasonOf } from "./words";

export const stepsOf = (decision: DecisionPartsFragment): Step[] =>
  decision.trail.map(({ check, verdict, seen }) => ({
    key: check,
    verdict,
    title: checkOf(check),
    detail: seen,
  }));

const TONES = { RECORDED: "teal", DUPLICATE: "yellow", IGNORED: "gray", REFUSED: "red" } as const;

/** One decision: what it means, how to mend it, and each check that led to it. */
export function Decision() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, isPending, error, refetch } = useData(DecisionDocument, { id });
  if (isPending) return <Loading />;
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  const decision = data?.decision;
  if (!decision) return <Missing what="decision" />;
  return (
    <Page
      title={reasonOf(decision.reason)}
      badge={<Status of={decision.outcome} />}
      parent={{ to: "/decisions", title: "Decisions" }}
      narrow
    >
      <Detail
        side={
          <Section title="Details">
            <Facts
              of={[
                ["Id", <CopyText key="id" text={decision.id} what="the decision's id" />],
                ["Time", <Time key="time" at={decision.at} />],
                ["Reason", <code key="reason">{decision.reason}</code>],
                [
                  "Came from",
                  decision.source === "SERVER"
                    ? "A server, with a secret key"
                    : (decision.origin ?? "A page"),
                ],
                ["Key", <CopyText key="key" text={decision.keyId} what="the key's id" />],
                decision.partner && [
                  "Partner",
                  <Anchor
                    key="partner"
                    renderRoot={(props) => <Link to={`/partners/${decision.partner?.id}`} {...props} />}
                  >
                    {decision.partner.name}
                  </Anchor>,
                ],
                decision.campaign && [
                  "Campaign",
                  <Anchor
                    key="campaign"
                    renderRoot={(props) => <Link to={`/campaigns/${decision.campaign?.id}`} {...props} />}
                  >
                    {decision.campaign.name}
                  </Anchor>,
                ],
                decision.link && [
                  "Link",
                  <Anchor
                    key="link"
                    renderRoot={(props) => <Link to={`/links/${decision.link?.id}`} {...props} />}
                  >
                    {decision.link.code}
                  </Anchor>,
                ],
                decision.clickId && [
                  "Click",
                  <CopyText key="click" text={decision.clickId} what="the click's id" />,
                ],
                decision.conversion && [
                  "Conversion",
                  <Anchor
                    key="conversion"
                    renderRoot={(props) => <Link to={`/conversions/${decision.conversion?.id}`} {...props} />}
                  >
                    See it
                  </Anchor>,
                ],
                decision.campaignVersion !== null && [
                  "Judged by",
                  `version ${decision.campaignVersion} of the campaign`,
                ],
              ]}
            />
          </Section>
        }
      >
        <Alert color={TONES[decision.outcome]} title="What it means">
          <Prose>{decision.meaning}</Prose>
          <Text mt="xs">
            <b>How to fix it:</b> <Prose>{decision.howToFix}</Prose>
          </Text>
        </Alert>
        {decision.candidates && decision.candidates.length > 0 && <Candidates decision={decision} />}
        <Section title="What was checked, in order">
          <Trail steps={stepsOf(decision)} />
        </Section>
      </Detail>
    </Page>
  );
}

/** Every click that could have been credited. */
function Candidates({ decision }: { decision: DecisionPartsFragment }) {
  const steps: Step[] = (decision.candidates ?? []).map((candidate) => ({
    key: candidate.clickId,
    verdict: candidate.credited ? "PASS" : "SKIP",
    title: `${candidate.partner?.name ?? "A partner"}’s link was followed`,
    detail: [
      candidate.referrerHost && `from ${candidate.referrerHost}`,
      candidate.device,
      candidate.label && candidate.label !== "HUMAN" && candidate.label.toLowerCase(),
      candidate.credited ? "credited" : candidate.whyNot,
    ]
      .filter(Boolean)
      .join(" · "),
    at: <Time at={candidate.at} absolute />,
  }));
  return (
    <Section title="The visitor’s clicks">
      <Trail steps={steps} />
      {decision.moreCandidates > 0 && (
        <Text size="sm" c="dimmed" mt="sm">
          And {decision.moreCandidates} more.
        </Text>
      )}
    </Section>
  );
}
