import { Alert, Anchor, Group } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { useData } from "../../api/data";
import { ConversionDocument, type ConversionQuery } from "../../graphql";
import { Code, CopyText } from "../../ui/Copy";
import { duration, money, NOTHING } from "../../ui/format";
import { Detail, Facts, Page, Section } from "../../ui/Page";
import { Failed, Loading, Missing } from "../../ui/State";
import { Status } from "../../ui/Status";
import { Time } from "../../ui/Time";
import { type Step, Trail } from "../../ui/Trail";
import { Review } from "../submissions/Review";
import { SubmissionFields } from "../submissions/SubmissionFields";
import { Email } from "./ConversionTable";

type Parts = NonNullable<ConversionQuery["conversion"]>;

const storyOf = ({ trail }: Parts): Step[] =>
  (trail ?? []).map(({ at, kind, title, detail, verdict }, index) => ({
    key: `${kind}-${index}`,
    verdict: verdict ?? "NOTE",
    title,
    detail,
    // Checks are made in one instant, which the call before them tells.
    at: kind === "CHECK" ? undefined : <Time at={at} absolute />,
    folds: kind === "CHECK" && verdict !== "FAIL",
  }));

/** One conversion, with all that led to it. */
export function Conversion() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, isPending, error, refetch } = useData(ConversionDocument, { id });
  if (isPending) return <Loading />;
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  const conversion = data?.conversion;
  if (!conversion) return <Missing what="conversion" />;
  const { submission } = conversion;
  const latency = (Date.parse(conversion.createdAt) - Date.parse(conversion.clickedAt)) / 1000;
  return (
    <Page
      title={`Conversion of ${conversion.partner?.name ?? NOTHING}`}
      badge={submission && <Status of={submission.status} />}
      parent={{ to: "/conversions", title: "Conversions" }}
      actions={submission && <Review submission={submission} />}
      narrow
    >
      <Detail
        side={
          <>
            <Section title="Details">
              <Facts
                of={[
                  ["Id", <CopyText key="id" text={conversion.id} what="the conversion's id" />],
                  ["Customer", <Email key="email" of={conversion.email} />],
                  ["Before", conversion.existingCustomer ? "A customer before" : "A new customer"],
                  [
                    "Reward",
                    conversion.reward ? (
                      <Group key="reward" gap="xs">
                        {money(conversion.reward.amount)} <Status of={conversion.reward.status} />
                      </Group>
                    ) : conversion.rewardWithheld ? (
                      "withheld: a customer before"
                    ) : (
                      "none"
                    ),
                  ],
                  ["Recorded", <Time key="time" at={conversion.createdAt} />],
                  ["After the click", duration(latency)],
                  conversion.partner && [
                    "Partner",
                    <Anchor
                      key="partner"
                      renderRoot={(props) => <Link to={`/partners/${conversion.partner?.id}`} {...props} />}
                    >
                      {conversion.partner.name}
                    </Anchor>,
                  ],
                  conversion.campaign && [
                    "Campaign",
                    <Anchor
                      key="campaign"
                      renderRoot={(props) => <Link to={`/campaigns/${conversion.campaign?.id}`} {...props} />}
                    >
                      {conversion.campaign.name}
                    </Anchor>,
                  ],
                  conversion.link && [
                    "Link",
                    <Anchor
                      key="link"
                      renderRoot={(props) => <Link to={`/links/${conversion.link?.id}`} {...props} />}
                    >
                      {conversion.link.code}
                    </Anchor>,
                  ],
                  ["Click", <CopyText key="click" text={conversion.clickId} what="the click's id" />],
                  ["Judged by", `version ${conversion.campaignVersion} of the campaign`],
                ]}
              />
            </Section>
            {submission && (
              <Section
                title="Submission"
                actions={
                  <Anchor
                    size="sm"
                    renderRoot={(props) => <Link to={`/submissions/${submission.id}`} {...props} />}
                  >
                    Open
                  </Anchor>
                }
              >
                <SubmissionFields submission={submission} />
              </Section>
            )}
          </>
        }
      >
        {conversion.outcome && <Alert color="teal" title={conversion.outcome} />}
        <Section title="What happened, in order">
          <Trail steps={storyOf(conversion)} />
        </Section>
        <Section title="What was sent">
          <Code what="what was sent">
            {JSON.stringify({ email: conversion.email, properties: conversion.properties }, null, 2)}
          </Code>
        </Section>
      </Detail>
    </Page>
  );
}
