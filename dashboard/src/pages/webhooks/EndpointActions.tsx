import { Button, Menu } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useWrite } from "../../api/data";
import {
  type EndpointPartsFragment,
  WebhookEndpointDeleteDocument,
  WebhookEndpointRecoverDocument,
  WebhookEndpointRotateSecretDocument,
  WebhookEndpointTestDocument,
} from "../../graphql";
import { Act } from "../../ui/Act";
import { useConfirm } from "../../ui/Confirm";
import { counted } from "../../ui/format";
import { toast } from "../../ui/toast";

const OVERLAP_HOURS = 24;
const HOUR_MS = 3_600_000;
const SINCE = [
  ["the last hour", HOUR_MS],
  ["the last day", 24 * HOUR_MS],
  ["the last week", 7 * 24 * HOUR_MS],
] as const;

/** What can be done with an endpoint. */
export function EndpointActions({
  endpoint,
  onSecret,
}: {
  endpoint: EndpointPartsFragment;
  onSecret: (secret: string) => void;
}) {
  const test = useWrite(WebhookEndpointTestDocument, { tell: true });
  const rotate = useWrite(WebhookEndpointRotateSecretDocument, { tell: true });
  const recover = useWrite(WebhookEndpointRecoverDocument, { tell: true });
  const remove = useWrite(WebhookEndpointDeleteDocument, { tell: true });
  const confirm = useConfirm();
  const navigate = useNavigate();
  const { id } = endpoint;
  return (
    <>
      <Act
        variant="default"
        loading={test.saving}
        onClick={async () => {
          if (await test.run({ id })) toast.done("A test event is on its way.");
        }}
      >
        Send a test
      </Act>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" loading={rotate.saving || recover.saving || remove.saving}>
            More
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Send again what failed in</Menu.Label>
          {SINCE.map(([title, ms]) => (
            <Menu.Item
              key={title}
              onClick={async () => {
                const done = await recover.run({ id, since: new Date(Date.now() - ms).toISOString() });
                if (done) toast.done(`Sent again: ${counted(done.events ?? 0, "event")} of ${title}.`);
              }}
            >
              {title}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item
            onClick={async () => {
              const yes = await confirm({
                title: "A new signing secret?",
                effect: `For ${OVERLAP_HOURS} hours each call is signed with both, so that you can put the new one in place meanwhile.`,
                action: "Make a new secret",
              });
              if (!yes) return;
              const done = await rotate.run({ id, overlapHours: OVERLAP_HOURS });
              if (done?.secret) onSecret(done.secret);
            }}
          >
            New signing secret
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            color="red"
            onClick={async () => {
              const yes = await confirm({
                title: "Delete this endpoint?",
                effect: "Nothing is sent to it any more, and what waits to be sent is dropped.",
                action: "Delete",
                danger: true,
              });
              if (!yes || !(await remove.run({ id }))) return;
              toast.done("The endpoint is deleted.");
              void navigate({ to: "/webhooks" });
            }}
          >
            Delete
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
