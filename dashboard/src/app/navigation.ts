// Where the pages are, for the navigation, the palette and the keys.
import {
  ArrowRightLeft,
  ClipboardList,
  Handshake,
  Inbox,
  KeyRound,
  Link2,
  type LucideIcon,
  Megaphone,
  ScrollText,
  Settings,
  Signature,
  Tags,
  Users,
  Waypoints,
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
      { to: "/conversions", title: "Conversions", icon: ArrowRightLeft, key: "v" },
      { to: "/submissions", title: "Submissions", icon: Inbox, key: "s" },
      { to: "/decisions", title: "Decisions", icon: Waypoints, key: "d" },
    ],
  },
  {
    title: "Developers",
    places: [
      { to: "/api-keys", title: "API keys", icon: KeyRound, key: "k" },
      { to: "/publishable-keys", title: "Publishable keys", icon: Tags },
      { to: "/legacy-links", title: "Legacy links", icon: Signature },
    ],
  },
  {
    title: "Organisation",
    places: [
      { to: "/settings", title: "Settings", icon: Settings, key: "," },
      { to: "/members", title: "Members", icon: Users, key: "m" },
      { to: "/audit", title: "Audit log", icon: ScrollText, key: "a" },
    ],
  },
];

export const PLACES: readonly Place[] = GROUPS.flatMap((group) => group.places);
