// Which address shows which page. Each page is a file of its own, fetched when it is first opened.
import { Button } from "@mantine/core";
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { Empty, Failed, Loading } from "../ui/State";
import { parseSearch, stringifySearch } from "../ui/search";
import { Shell } from "./Shell";

const root = createRootRoute({
  component: Shell,
  notFoundComponent: () => (
    <Empty
      title="There is nothing at this address"
      action={
        <Button component="a" href="/">
          To the beginning
        </Button>
      }
    >
      It may have been mistyped, or the thing it named is gone.
    </Empty>
  ),
});

type Module = Parameters<typeof lazyRouteComponent>[0];

const page = (path: string, from: Module, name: string) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(from, name as never) });

const pages = [
  page("/", () => import("../pages/overview/Overview"), "Overview"),
  page("/live", () => import("../pages/live/Live"), "Live"),
  page("/reports", () => import("../pages/reports/Reports"), "Reports"),
  page("/webhooks", () => import("../pages/webhooks/Webhooks"), "Webhooks"),
  page("/webhooks/$id", () => import("../pages/webhooks/Webhook"), "WebhookPage"),
  page("/campaigns", () => import("../pages/campaigns/Campaigns"), "Campaigns"),
  page("/campaigns/$id", () => import("../pages/campaigns/Campaign"), "Campaign"),
  page("/partners", () => import("../pages/partners/Partners"), "Partners"),
  page("/partners/$id", () => import("../pages/partners/Partner"), "Partner"),
  page("/links", () => import("../pages/links/Links"), "Links"),
  page("/links/$id", () => import("../pages/links/Link"), "LinkPage"),
  page("/conversions", () => import("../pages/conversions/Conversions"), "Conversions"),
  page("/conversions/$id", () => import("../pages/conversions/Conversion"), "Conversion"),
  page("/decisions", () => import("../pages/decisions/Decisions"), "Decisions"),
  page("/decisions/$id", () => import("../pages/decisions/Decision"), "Decision"),
  page("/submissions", () => import("../pages/submissions/Submissions"), "Submissions"),
  page("/submissions/$id", () => import("../pages/submissions/Submission"), "Submission"),
  page("/clicks", () => import("../pages/clicks/Clicks"), "Clicks"),
  page("/rewards", () => import("../pages/rewards/Rewards"), "Rewards"),
  page("/requests", () => import("../pages/requests/Requests"), "Requests"),
  page("/forms", () => import("../pages/forms/Forms"), "Forms"),
  page("/forms/$id", () => import("../pages/forms/Form"), "FormPage"),
  page("/api-keys", () => import("../pages/keys/ApiKeys"), "ApiKeys"),
  page("/publishable-keys", () => import("../pages/keys/PublishableKeys"), "PublishableKeys"),
  page("/legacy-links", () => import("../pages/legacy/LegacyLinks"), "LegacyLinks"),
  page("/members", () => import("../pages/members/Members"), "Members"),
  page("/settings", () => import("../pages/settings/Settings"), "Settings"),
  page("/account", () => import("../pages/account/Account"), "Account"),
  page("/health", () => import("../pages/health/Health"), "Health"),
  page("/audit", () => import("../pages/audit/Audit"), "Audit"),
];

export const router = createRouter({
  routeTree: root.addChildren(pages),
  parseSearch,
  stringifySearch,
  defaultPreload: "intent",
  scrollRestoration: true,
  defaultPendingComponent: Loading,
  defaultErrorComponent: ({ error, reset }) => <Failed error={error} retry={reset} />,
});
