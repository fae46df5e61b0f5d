import { Alert, Tabs } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useData } from "../../api/data";
import { WebhookEndpointDocument } from "../../graphql";
import { Code, CopyText } from "../../ui/Copy";
import { counted, rate } from "../../ui/format";
import { Detail, Facts, Page, Section } from "../../ui/Page";
import { Failed, Loading, Missing } from "../../ui/State";
import { Time } from "../../ui/Time";
import { Deliveries } from "./Deliveries";
import { EndpointActions } from "./EndpointActions";
import { EndpointSettings } from "./EndpointSettings";
import { Health, Secret } from "./Webhooks";
import { VERIFICATION } from "./words";

/** One endpoint: what it is sent, what it has taken, and how to check the signature. */
export function WebhookPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, isPending, error, refetch } = useData(WebhookEndpointDocument, { id });
  const [secret, setSecret] = useState<string | null>(null);
  if (isPending) return <Loading />;
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  const endpoint = data?.webhookEndpoint;
  if (!endpoint) return <Missing what="endpoint" />;
  return (
    <Page
      title={endpoint.url}
      badge={<Health of={endpoint} />}
      parent={{ to: "/webhooks", title: "Webhooks" }}
      actions={<EndpointActions endpoint={endpoint} onSecret={setSecret} />}
      narrow
    >
      <Detail
        side={
          <Section title="Details">
            <Facts
              of={[
                ["Id", <CopyText key="id" text={endpoint.id} what="the endpoint's id" />],
                [
                  "Taken, 24 h",
                  endpoint.lastDay.attempts === 0
                    ? "nothing sent"
                    : `${rate(endpoint.lastDay.successRate)} of ${counted(endpoint.lastDay.attempts, "call")}`,
                ],
                endpoint.lastFailure && ["Last failure", <Time key="failure" at={endpoint.lastFailure.at} />],
                endpoint.pausedUntil && ["Tried again", <Time key="paused" at={endpoint.pausedUntil} />],
                endpoint.oldSecretExpiresAt && [
                  "Old secret until",
                  <Time key="old" at={endpoint.oldSecretExpiresAt} />,
                ],
                ["Added", <Time key="added" at={endpoint.createdAt} />],
              ]}
            />
          </Section>
        }
      >
        {endpoint.status === "DISABLED" && (
          <Alert color="red" title="Nothing is sent to it">
            {endpoint.disabledReason ?? "It is switched off."}
          </Alert>
        )}
        {endpoint.status !== "DISABLED" && endpoint.failingSince && (
          <Alert color="yellow" title="It does not take what it is sent">
            Since <Time at={endpoint.failingSince} />: {endpoint.lastFailure?.message} Each event is tried for
            three days; after five days of nothing but failures the endpoint is switched off.
          </Alert>
        )}
        <Deliveries endpoint={endpoint} />
        <EndpointSettings endpoint={endpoint} />
        <Section title="Check the signature">
          <Tabs defaultValue={VERIFICATION[0].name}>
            <Tabs.List mb="sm">
              {VERIFICATION.map(({ name }) => (
                <Tabs.Tab key={name} value={name}>
                  {name}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            {VERIFICATION.map(({ name, code }) => (
              <Tabs.Panel key={name} value={name}>
                <Code>{code}</Code>
              </Tabs.Panel>
            ))}
          </Tabs>
        </Section>
      </Detail>
      {secret && <Secret secret={secret} onClose={() => setSecret(null)} />}
    </Page>
  );
}
