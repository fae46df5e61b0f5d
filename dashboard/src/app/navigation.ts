// Where the pages are, for the navigation, the palette and the keys.
import {
  ArrowRightLeft,
  ChartNoAxesColumn,
  ClipboardList,
  Coins,
  FileClock,
  Handshake,
  HeartPulse,
  Inbox,
  KeyRound,
  LayoutDashboard,
  Link2,
  type LucideIcon,
  Megaphone,
  MousePointerClick,
  Radio,
  ScrollText,
  Settings,
  Signature,
  Tags,
  Users,
  Waypoints,
  Webhook,
} from "lucide-react";

export interface Place {
  to: string;
  title: string;
  icon: LucideIcon;
  /** Pressed after `g`. */
  key?: string;
}

export const GROUPS: ReadonlyArray<{ title?: string; places: readonly Place[] }> = [
  {
    places: [
      { to: "/", title: "Overview", icon: LayoutDashboard, key: "o" },
      { to: "/live", title: "Live", icon: Radio, key: "i" },
    ],
  },
  {
    title: "Program",
    places: [
      { to: "/campaigns", title: "Campaigns", icon: Megaphone, key: "c" },
      { to: "/links", title: "Links", icon: Link2, key: "l" },
      { to: "/partners", title: "Partners", icon: Handshake, key: "p" },
      { to: "/forms", title: "Forms", icon: ClipboardList, key: "f" },
    ],
  },
  {
    title: "Results",
    places: [
      { to: "/clicks", title: "Clicks", icon: MousePointerClick, key: "h" },
      { to: "/conversions", title: "Conversions", icon: ArrowRightLeft, key: "v" },
      { to: "/submissions", title: "Submissions", icon: Inbox, key: "s" },
      { to: "/decisions", title: "Decisions", icon: Waypoints, key: "d" },
      { to: "/rewards", title: "Rewards", icon: Coins, key: "e" },
      { to: "/reports", title: "Reports", icon: ChartNoAxesColumn, key: "r" },
    ],
  },
  {
    title: "Developers",
    places: [
      { to: "/api-keys", title: "API keys", icon: KeyRound, key: "k" },
      { to: "/publishable-keys", title: "Publishable keys", icon: Tags },
      { to: "/webhooks", title: "Webhooks", icon: Webhook, key: "w" },
      { to: "/requests", title: "Request log", icon: FileClock, key: "q" },
      { to: "/legacy-links", title: "Legacy links", icon: Signature },
    ],
  },
  {
    title: "Organisation",
    places: [
      { to: "/settings", title: "Settings", icon: Settings, key: "," },
      { to: "/members", title: "Members", icon: Users, key: "m" },
      { to: "/audit", title: "Audit log", icon: ScrollText, key: "a" },
      { to: "/health", title: "Health", icon: HeartPulse, key: "t" },
    ],
  },
];

export const PLACES: readonly Place[] = GROUPS.flatMap((group) => group.places);
