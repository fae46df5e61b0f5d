import { Drawer, Group, Stack, Text } from "@mantine/core";
import { useData, useWrite } from "../../api/data";
import { WebhookDeliveryDocument, WebhookDeliveryRetryDocument } from "../../graphql";
import { Act } from "../../ui/Act";
import { Code, CopyText } from "../../ui/Copy";
import { Facts } from "../../ui/Page";
import { Failed } from "../../ui/State";
import { Status } from "../../ui/Status";
import { Time } from "../../ui/Time";
import { toast } from "../../ui/toast";

/** One delivery with each of its attempts, beside the list. */
export function Delivery({ id, onClose }: { id: string; onClose: () => void }) {
  const { data, error } = useData(WebhookDeliveryDocument, { id });
  const retry = useWrite(WebhookDeliveryRetryDocument, { tell: true });
  const delivery = data?.webhookDelivery;
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="xl"
      title={delivery?.event.type ?? "Delivery"}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {error && <Failed error={error} />}
      {delivery && (
        <Stack gap="lg">
          <Group justify="space-between">
            <Status of={delivery.status} />
            <Act
              variant="default"
              size="xs"
              loading={retry.saving}
              onClick={async () => {
                if (await retry.run({ id })) toast.done("It is sent again, with the same webhook-id.");
              }}
            >
              Send again
            </Act>
          </Group>
          <Facts
            of={[
              ["webhook-id", <CopyText key="event" text={delivery.event.id} what="the webhook-id" />],
              ["About", <CopyText key="subject" text={delivery.event.subjectId} what="the id" />],
              ["Happened", <Time key="at" at={delivery.event.at} />],
            ]}
          />
          <Code what="the data">{JSON.stringify(delivery.event.data, null, 2)}</Code>
          {delivery.attempts.map((attempt) => (
            <div key={attempt.id}>
              <Group justify="space-between" mb={6}>
                <Text fw={500} c={attempt.error ? "red" : undefined}>
                  {attempt.statusCode ? `Answered ${attempt.statusCode}` : (attempt.error ?? "No answer")}
                </Text>
                <Text size="sm" c="dimmed">
                  <Time at={attempt.at} absolute />, {attempt.durationMs} ms
                </Text>
              </Group>
              <Text size="sm" c="dimmed" mb={4}>
                What was sent
              </Text>
              <Code what="the request">{JSON.stringify(attempt.request, null, 2)}</Code>
              {attempt.response && (
                <Text size="sm" c="dimmed" mt="sm" mb={4}>
                  What came back
                </Text>
              )}
              {attempt.response && <Code what="the answer">{attempt.response}</Code>}
            </div>
          ))}
          {delivery.attempts.length === 0 && <Text c="dimmed">Not tried yet.</Text>}
        </Stack>
      )}
    </Drawer>
  );
}
