// Which address shows which page. Each page is a file of its own, fetched when it is first opened.
import { createRootRoute, createRoute, createRouter, Link, lazyRouteComponent } from "@tanstack/react-router";
import { Empty, Failed, Loading } from "../ui/State";
import { parseSearch, stringifySearch } from "../ui/search";
import { Home } from "./home/Home";
import { Shell } from "./Shell";

const root = createRootRoute({
  component: Shell,
  notFoundComponent: () => (
    <Empty title="There is nothing at this address" action={<Link to="/">To the beginning</Link>}>
      It may have been mistyped.
    </Empty>
  ),
});

type Module = Parameters<typeof lazyRouteComponent>[0];

const page = (path: string, from: Module, name: string) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(from, name as never) });

const pages = [
  createRoute({ getParentRoute: () => root, path: "/", component: Home }),
  page("/links", () => import("./links/Links"), "Links"),
  page("/performance", () => import("./performance/Performance"), "Performance"),
  page("/conversions", () => import("./conversions/Conversions"), "Conversions"),
  page("/earnings", () => import("./earnings/Earnings"), "Earnings"),
  page("/account", () => import("./account/Account"), "Account"),
];

export const router = createRouter({
  routeTree: root.addChildren(pages),
  basepath: "/portal",
  parseSearch,
  stringifySearch,
  defaultPreload: "intent",
  scrollRestoration: true,
  defaultPendingComponent: Loading,
  defaultErrorComponent: ({ error, reset }) => <Failed error={error} retry={reset} />,
});
