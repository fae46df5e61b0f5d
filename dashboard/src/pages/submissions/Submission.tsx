import { Alert, Anchor } from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { useData, useWrite } from "../../api/data";
import { SubmissionDocument, SubmissionRetryDocument } from "../../graphql";
import { Act } from "../../ui/Act";
import { CopyText } from "../../ui/Copy";
import { Detail, Facts, Page, Section } from "../../ui/Page";
import { Failed, Loading, Missing } from "../../ui/State";
import { Status } from "../../ui/Status";
import { Time } from "../../ui/Time";
import { toast } from "../../ui/toast";
import { Email } from "../conversions/ConversionTable";
import { SubmissionFields } from "./SubmissionFields";

/** One submission: its fields, and what can be done with it. */
export function Submission() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, isPending, error, refetch } = useData(SubmissionDocument, { id });
  const retry = useWrite(SubmissionRetryDocument, { tell: true });
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
      actions={
        failed && (
          <Act
            loading={retry.saving}
            onClick={async () => {
              const done = await retry.run({ id });
              if (!done) return;
              if (done.submission?.status === "ERROR")
                toast.refused("It failed again: the reasons are below.");
              else toast.done("It went through.");
            }}
          >
            Run again
          </Act>
        )
      }
      narrow
    >
      <Detail
        side={
          <Section title="Details">
            <Facts
              of={[
                ["Id", <CopyText key="id" text={submission.id} what="the submission's id" />],
                ["Made", <Time key="made" at={submission.createdAt} />],
                ["Changed", <Time key="changed" at={submission.updatedAt} />],
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
