import { Alert, Anchor } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { useData } from "../../api/data";
import { ConversionDocument, type ConversionQuery } from "../../graphql";
import { Code, CopyText } from "../../ui/Copy";
import { counted, duration, NOTHING } from "../../ui/format";
import { Detail, Facts, Page, Section } from "../../ui/Page";
import { Failed, Loading, Missing } from "../../ui/State";
import { Status } from "../../ui/Status";
import { Time } from "../../ui/Time";
import { type Step, Trail } from "../../ui/Trail";
import { stepsOf } from "../decisions/Decision";
import { SubmissionFields } from "../submissions/SubmissionFields";
import { Email } from "./ConversionTable";

type Parts = NonNullable<ConversionQuery["conversion"]>;

/** Why this partner is credited, in one sentence. */
function sentence({ partner, campaign, clickId, creditedClickId }: Parts): string {
  const who = partner?.name ?? "a partner";
  const within = campaign ? ` within ${counted(campaign.attributionWindowDays, "day")}` : "";
  if (clickId !== creditedClickId) {
    return `Credited to ${who}, because its click was this visitor’s first${within}, and the campaign credits the first.`;
  }
  return `Credited to ${who}, because its click was the one that led here${within}.`;
}

function storyOf(conversion: Parts): Step[] {
  const same = conversion.clickId === conversion.creditedClickId;
  const steps: Step[] = [
    {
      key: "click",
      verdict: "NOTE",
      title: `${conversion.partner?.name ?? "A partner"}’s link was followed`,
      detail: same ? undefined : "Not the click whose token was sent, but the visitor’s first.",
      at: <Time at={conversion.clickedAt} absolute />,
    },
    {
      key: "call",
      verdict: "NOTE",
      title: conversion.source === "SERVER" ? "A server sent the conversion" : "A page sent the conversion",
      detail: conversion.decision?.origin ?? undefined,
      at: <Time at={conversion.createdAt} absolute />,
    },
    ...(conversion.decision ? stepsOf(conversion.decision) : []),
  ];
  if (conversion.submission) {
    const failed = conversion.submission.status === "ERROR";
    steps.push({
      key: "submission",
      verdict: failed ? "FAIL" : "PASS",
      title: failed
        ? "The form could not be filled"
        : `“${conversion.submission.form?.name ?? "The form"}” was filled`,
      detail: `${counted(conversion.submission.fields.length, "field")} filled`,
      at: <Time at={conversion.submission.createdAt} absolute />,
    });
  }
  return steps;
}

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
        <Alert color="teal" title={sentence(conversion)} />
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
