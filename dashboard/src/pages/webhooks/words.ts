// Events and their meaning.
import type { WebhookEventKind } from "../../graphql";

export const EVENTS: Record<WebhookEventKind, { name: string; means: string }> = {
  CONVERSION_RECORDED: { name: "conversion.recorded", means: "A conversion was recorded" },
  SUBMISSION_CREATED: { name: "submission.created", means: "A submission was made" },
  SUBMISSION_ACCEPTED: { name: "submission.accepted", means: "A submission was accepted" },
  SUBMISSION_DECLINED: { name: "submission.declined", means: "A submission was declined" },
  REWARD_PAYABLE: { name: "reward.payable", means: "A reward can be paid" },
  REWARD_REVERSED: { name: "reward.reversed", means: "A reward was taken back" },
  LINK_REVOKED: { name: "link.revoked", means: "A link was revoked" },
  CLICK_CREATED: { name: "click.created", means: "A click was stored: there are many of these" },
  WEBHOOK_TEST: { name: "webhook.test", means: "A test" },
};

/** Those that can be chosen. */
export const CHOICES = (Object.keys(EVENTS) as WebhookEventKind[]).filter((kind) => kind !== "WEBHOOK_TEST");

/** How a receiver checks that a call is ours, with the libraries of the Standard Webhooks project. */
export const VERIFICATION = [
  {
    name: "Node",
    code: `import { Webhook } from "standardwebhooks";\n\nconst event = new Webhook(process.env.INTROW_WEBHOOK_SECRET).verify(rawBody, headers);`,
  },
  {
    name: "Python",
    code: `from standardwebhooks import Webhook\n\nevent = Webhook(os.environ["INTROW_WEBHOOK_SECRET"]).verify(raw_body, headers)`,
  },
  {
    name: "Go",
    code: `hook, err := standardwebhooks.NewWebhook(os.Getenv("INTROW_WEBHOOK_SECRET"))\nerr = hook.Verify(rawBody, request.Header)`,
  },
  {
    name: "PHP",
    code: `$hook = new \\StandardWebhooks\\Webhook(getenv("INTROW_WEBHOOK_SECRET"));\n$event = $hook->verify($rawBody, $headers);`,
  },
] as const;
