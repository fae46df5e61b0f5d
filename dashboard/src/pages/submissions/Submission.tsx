import { Alert, Anchor } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { useData } from "../../api/data";
import { SubmissionDocument } from "../../graphql";
import { CopyText } from "../../ui/Copy";
import { Detail, Facts, Page, Section } from "../../ui/Page";
import { Failed, Loading, Missing } from "../../ui/State";
import { Status } from "../../ui/Status";
import { Time } from "../../ui/Time";
import { Email } from "../conversions/ConversionTable";
import { Review } from "./Review";
import { SubmissionFields } from "./SubmissionFields";

/** One submission: its fields, and what can be done with it. */
export function Submission() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, isPending, error, refetch } = useData(SubmissionDocument, { id });
  if (isPending) return <Loading />;
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  const submission = data?.submission;
  if (!submission) return <Missing what="submission" />;
  const { conversion } = submission;
  const failed = submission.status === "ERROR";
  return (
    <Page
      title={submission.form?.name ?? "Submission"}
      badge={<Status of={submission.status} />}
      parent={{ to: "/submissions", title: "Submissions" }}
      actions={<Review submission={submission} />}
      narrow
    >
      <Detail
        side={
          <Section title="Details">
            <Facts
              of={[
                ["Id", <CopyText key="id" text={submission.id} what="the submission's id" />],
                ["Made", <Time key="made" at={submission.createdAt} />],
                submission.reviewedAt && ["Reviewed", <Time key="reviewed" at={submission.reviewedAt} />],
                ["Customer", <Email key="email" of={conversion?.email ?? null} />],
                conversion?.partner && [
                  "Partner",
                  <Anchor
                    key="partner"
                    renderRoot={(props) => <Link to={`/partners/${conversion.partner?.id}`} {...props} />}
                  >
                    {conversion.partner.name}
                  </Anchor>,
                ],
                conversion?.campaign && [
                  "Campaign",
                  <Anchor
                    key="campaign"
                    renderRoot={(props) => <Link to={`/campaigns/${conversion.campaign?.id}`} {...props} />}
                  >
                    {conversion.campaign.name}
                  </Anchor>,
                ],
                conversion && [
                  "Conversion",
                  <Anchor
                    key="conversion"
                    renderRoot={(props) => <Link to={`/conversions/${conversion.id}`} {...props} />}
                  >
                    See why it was credited
                  </Anchor>,
                ],
              ]}
            />
          </Section>
        }
      >
        {submission.status === "DECLINED" && submission.declineReason && (
          <Alert color="red" title="Declined">
            {submission.declineReason}
          </Alert>
        )}
        {failed && (
          <Alert color="red" title="The conversion is recorded; its form could not be filled">
            Mend the{" "}
            {conversion?.campaign ? (
              <Anchor
                c="inherit"
                underline="always"
                renderRoot={(props) => (
                  <Link
                    to={`/campaigns/${conversion.campaign?.id}`}
                    search={{ tab: "mapping" } as never}
                    {...props}
                  />
                )}
              >
                field mapping
              </Anchor>
            ) : (
              "field mapping"
            )}{" "}
            or the form, and run it again.
          </Alert>
        )}
        <Section title="Fields">
          <SubmissionFields submission={submission} />
        </Section>
      </Detail>
    </Page>
  );
}
