// What stands around every page.
import {
  ActionIcon,
  AppShell,
  Avatar,
  Badge,
  Burger,
  Kbd,
  Menu,
  Text,
  Tooltip,
  UnstyledButton,
  useMantineColorScheme,
  VisuallyHidden,
} from "@mantine/core";
import { useDisclosure, useHotkeys, useNetwork } from "@mantine/hooks";
import { spotlight } from "@mantine/spotlight";
import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { Check, ChevronsUpDown, Keyboard, LogOut, Monitor, Moon, Search, Sun, UserRound } from "lucide-react";
import { lazy, Suspense, useEffect } from "react";
import { useIsDemo } from "../api/organisation";
import { useSession } from "../api/session";
import { useConfirm } from "../ui/Confirm";
import { Outdated } from "../ui/Outdated";
import { Loading } from "../ui/State";
import { toast } from "../ui/toast";
import { useKeys } from "./keys";
import { Mark } from "./Mark";
import { GROUPS } from "./navigation";
import classes from "./shell.module.css";

const SignInAgain = lazy(() => import("./SignIn").then((module) => ({ default: module.SignInAgain })));
const Palette = lazy(() => import("./Palette"));

export function Shell() {
  const { person, interrupted } = useSession();
  const [menu, { toggle, close }] = useDisclosure(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const { online } = useNetwork();
  const isDemo = useIsDemo();
  const [help, keys] = useKeys();
  // The code of the palette comes when it is first wanted; it opens with it.
  const [hasPalette, { open: bringPalette }] = useDisclosure(false);
  const find = (open: () => void) => () => {
    bringPalette();
    open();
  };
  useHotkeys([["mod+K", find(spotlight.toggle)]]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu of a phone closes when another page comes
  useEffect(close, [path]);

  return (
    <AppShell
      layout="alt"
      header={{ height: 52 }}
      navbar={{ width: 232, breakpoint: "sm", collapsed: { mobile: !menu } }}
      padding={0}
    >
      <a href="#content" className={classes.skip}>
        Skip to the content
      </a>
      <AppShell.Header className={classes.header}>
        <Burger
          opened={menu}
          onClick={toggle}
          hiddenFrom="sm"
          size="sm"
          aria-label="Navigation"
          aria-expanded={menu}
        />
        <UnstyledButton className={classes.find} onClick={find(spotlight.open)}>
          <Search size={15} aria-hidden />
          <span>Find or go to…</span>
          <Kbd size="xs" aria-hidden>
            Ctrl K
          </Kbd>
        </UnstyledButton>
        <span className={classes.grow} />
        {isDemo && (
          <Tooltip label="The data is made up, and gone when the demo stops.">
            <Badge color="yellow" tabIndex={0}>
              Demo
            </Badge>
          </Tooltip>
        )}
        <Tooltip label="Keys">
          <ActionIcon variant="subtle" color="gray" aria-label="Keys" onClick={help} visibleFrom="sm">
            <Keyboard size={17} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <SchemeMenu />
        <ProfileMenu />
      </AppShell.Header>
      <AppShell.Navbar className={classes.nav} aria-label="Pages">
        <div className={classes.brand}>
          <OrganisationMenu />
        </div>
        <div className={classes.links}>
          {GROUPS.map((group) => (
            <div key={group.title ?? ""} className={group.title ? classes.group : undefined}>
              {group.title && <div className={classes.groupTitle}>{group.title}</div>}
              <ul>
                {group.places.map(({ to, title, icon: Icon }) => (
                  <li key={to}>
                    <Link to={to} className={classes.place} activeOptions={{ exact: to === "/" }}>
                      <Icon size={16} strokeWidth={1.75} aria-hidden /> {title}
                    </Link>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </div>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} style={{ outline: "none" }}>
        {!online && (
          <div className={classes.banner} role="status">
            You are offline. What is on the page may be old, and nothing can be saved.
          </div>
        )}
        <Outdated className={classes.banner} />
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </AppShell.Main>
      <Suspense>{hasPalette && <Palette />}</Suspense>
      {keys}
      <Suspense>{interrupted && <SignInAgain email={person.email} />}</Suspense>
    </AppShell>
  );
}

function OrganisationMenu() {
  const { memberships, current, switchTo } = useSession();
  return (
    <Menu width={216} position="bottom-start" disabled={memberships.length < 2}>
      <Menu.Target>
        <UnstyledButton
          className={classes.switcher}
          aria-label={
            memberships.length > 1 ? `${current.organisation.name}, switch organisation` : undefined
          }
        >
          <Mark size={26} />
          <b>{current.organisation.name}</b>
          {memberships.length > 1 && <ChevronsUpDown size={14} aria-hidden />}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Organisations</Menu.Label>
        {memberships.map(({ organisation, role }) => (
          <Menu.Item
            key={organisation.id}
            onClick={() => switchTo(organisation.id)}
            rightSection={
              organisation.id === current.organisation.id ? <Check size={14} aria-label="Current" /> : null
            }
          >
            {organisation.name}
            <Text size="xs" c="dimmed">
              {role.toLowerCase()}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

const SCHEMES = [
  { value: "auto", label: "As the system", icon: Monitor },
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
] as const;

function SchemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Icon = SCHEMES.find(({ value }) => value === colorScheme)?.icon ?? Monitor;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Tooltip label="Colour scheme">
          <ActionIcon variant="subtle" color="gray" aria-label="Colour scheme">
            <Icon size={17} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {SCHEMES.map(({ value, label, icon: Icon }) => (
          <Menu.Item
            key={value}
            leftSection={<Icon size={15} aria-hidden />}
            rightSection={value === colorScheme ? <Check size={14} aria-label="Chosen" /> : null}
            onClick={() => setColorScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function ProfileMenu() {
  const { person, current, signOut } = useSession();
  const confirm = useConfirm();
  const name = person.name || person.email;
  return (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>
        <UnstyledButton>
          <VisuallyHidden>Profile of {name}</VisuallyHidden>
          <Avatar aria-hidden size={30} radius="xl" name={name} color="ink" variant="light" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={500} c="var(--mantine-color-text)">
            {name}
          </Text>
          {person.name && <Text size="xs">{person.email}</Text>}
          <Badge mt={6} size="sm">
            {current.role.toLowerCase()}
          </Badge>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item
          leftSection={<UserRound size={15} aria-hidden />}
          renderRoot={(props) => <Link to="/account" {...props} />}
        >
          Your account
        </Menu.Item>
        <Menu.Item
          leftSection={<LogOut size={15} aria-hidden />}
          onClick={() => signOut(false).catch((error) => toast.failed(error))}
        >
          Sign out
        </Menu.Item>
        <Menu.Item
          onClick={async () => {
            const yes = await confirm({
              title: "Sign out everywhere?",
              effect: "Every browser in which you are signed in has to sign in again, this one too.",
              action: "Sign out everywhere",
              danger: true,
            });
            if (yes) await signOut(true).catch((error) => toast.failed(error));
          }}
        >
          Sign out everywhere
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
