// What stands around every page: whose portal it is, and where one can go.
import { Avatar, Button, Menu, UnstyledButton, useMantineColorScheme, VisuallyHidden } from "@mantine/core";
import { useNetwork } from "@mantine/hooks";
import { Link, Outlet } from "@tanstack/react-router";
import {
  ArrowRightLeft,
  ChartNoAxesColumn,
  Check,
  Eye,
  House,
  Link2,
  LogOut,
  Monitor,
  Moon,
  Sun,
  UserRound,
  Wallet,
} from "lucide-react";
import { Suspense } from "react";
import { Outdated } from "../ui/Outdated";
import { Loading } from "../ui/State";
import { toast } from "../ui/toast";
import { Logo } from "./Logo";
import { usePlace } from "./place";
import classes from "./portal.module.css";
import { usePulse } from "./usePulse";

const PLACES = [
  { to: "/", title: "Home", icon: House },
  { to: "/links", title: "Links", icon: Link2 },
  { to: "/performance", title: "Performance", icon: ChartNoAxesColumn },
  { to: "/conversions", title: "Conversions", icon: ArrowRightLeft },
  { to: "/earnings", title: "Earnings", icon: Wallet },
] as const;

export function Shell() {
  const { organisation, partner, viewer } = usePlace();
  const { online } = useNetwork();
  usePulse();
  return (
    <div className={classes.frame}>
      <a href="#content" className={classes.skip}>
        Skip to the content
      </a>
      {viewer.memberEmail && <Viewing email={viewer.memberEmail} />}
      <header className={classes.header}>
        <div className={classes.brand}>
          <Logo of={organisation} />
          <div className={classes.names}>
            <b>{organisation.name}</b>
            <span>{partner.name}</span>
          </div>
        </div>
        <nav className={classes.places} aria-label="Pages">
          {PLACES.map(({ to, title, icon: Icon }) => (
            <Link
              key={to}
              to={to}
              className={classes.place}
              activeOptions={{ exact: to === "/", includeSearch: false }}
            >
              <Icon size={18} strokeWidth={1.75} aria-hidden />
              <span>{title}</span>
            </Link>
          ))}
        </nav>
        <Profile />
      </header>
      <main id="content" tabIndex={-1} className={classes.content}>
        {!online && (
          <div className={classes.offline} role="status">
            You are offline. What is on the page may be old.
          </div>
        )}
        {partner.status === "INACTIVE" && (
          <div className={classes.offline} role="status">
            Your account is not active: clicks on your links are not credited. Ask {organisation.name} about
            it.
          </div>
        )}
        <Outdated className={classes.offline} />
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
    </div>
  );
}

/** A member looks at the portal as the partner sees it. */
function Viewing({ email }: { email: string }) {
  const { partner, signOut } = usePlace();
  return (
    <section className={classes.viewing} aria-label="Viewing as a partner">
      <Eye size={16} aria-hidden />
      <span>
        <b>Viewing as {partner.name}.</b> You ({email}) see what they see, and cannot change anything.
      </span>
      <Button
        size="compact-sm"
        variant="white"
        color="dark"
        onClick={() =>
          signOut(false).then(
            () => location.assign("/partners"),
            (error) => toast.failed(error),
          )
        }
      >
        End
      </Button>
    </section>
  );
}

const SCHEMES = [
  { value: "auto", label: "As the system", icon: Monitor },
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
] as const;

function Profile() {
  const { viewer, signOut } = usePlace();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const name = viewer.user ? viewer.user.name || viewer.user.email : (viewer.memberEmail ?? "");
  return (
    <Menu position="bottom-end" width={240} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <UnstyledButton className={classes.profile}>
          <VisuallyHidden>Menu of {name}</VisuallyHidden>
          <Avatar aria-hidden size={34} radius="xl" name={name} color="ink" variant="light" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label className={classes.who}>{name}</Menu.Label>
        {viewer.user && (
          <Menu.Item
            leftSection={<UserRound size={15} aria-hidden />}
            renderRoot={(props) => <Link to="/account" {...props} />}
          >
            Your account
          </Menu.Item>
        )}
        <Menu.Divider />
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
        <Menu.Divider />
        <Menu.Item
          leftSection={<LogOut size={15} aria-hidden />}
          onClick={() => signOut(false).catch((error) => toast.failed(error))}
        >
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
