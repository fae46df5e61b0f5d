// What makes it look like itself: one blue of our own, quiet surfaces, text that passes on every ground.
import type {
  Alert,
  Anchor,
  Badge,
  Button,
  Card,
  CSSVariablesResolver,
  InputWrapper,
  MantineColorsTuple,
  Modal,
  Table,
  Tabs,
  Tooltip,
} from "@mantine/core";
import { createTheme } from "@mantine/core";

/** What a component takes unless it is told otherwise. By its type alone: its code comes with the page that shows it. */
type Usual<C extends { extend: (usual: never) => unknown }> = Parameters<C["extend"]>[0];

const ink: MantineColorsTuple = [
  "#eef3ff",
  "#dde6fb",
  "#b9caf5",
  "#92acee",
  "#7192e8",
  "#5a80e4",
  "#4b74df",
  "#3a61c6",
  "#2b4fb0",
  "#1c4199",
];

export const theme = createTheme({
  colors: { ink },
  primaryColor: "ink",
  // Shade 6 is 4.3:1 on white; a text needs 4.5:1.
  primaryShade: { light: 8, dark: 7 },
  defaultRadius: "md",
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: "ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace",
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "19px" },
  lineHeights: { xs: "1.4", sm: "1.45", md: "1.5", lg: "1.5", xl: "1.4" },
  headings: {
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "22px", lineHeight: "1.25" },
      h2: { fontSize: "16px", lineHeight: "1.35" },
      h3: { fontSize: "14px", lineHeight: "1.4" },
    },
  },
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Alert: { defaultProps: { variant: "light" }, styles: { title: { fontWeight: 600 } } } satisfies Usual<
      typeof Alert
    >,
    Anchor: { defaultProps: { underline: "hover" } } satisfies Usual<typeof Anchor>,
    Badge: { defaultProps: { variant: "light", tt: "none", fw: 500, radius: "sm" } } satisfies Usual<
      typeof Badge
    >,
    Button: { defaultProps: { size: "sm", fw: 500 } } satisfies Usual<typeof Button>,
    Card: { defaultProps: { withBorder: true, shadow: "none", padding: "lg" } } satisfies Usual<typeof Card>,
    InputWrapper: {
      styles: {
        label: { marginBottom: 2, fontWeight: 500 },
        description: { fontSize: 12.5, marginBottom: 2 },
      },
      defaultProps: { inputWrapperOrder: ["label", "description", "input", "error"] },
    } satisfies Usual<typeof InputWrapper>,
    Modal: {
      defaultProps: {
        centered: true,
        padding: "lg",
        overlayProps: { backgroundOpacity: 0.35 },
        closeButtonProps: { "aria-label": "Close" },
        styles: { title: { fontSize: 16, fontWeight: 600, letterSpacing: "-0.01em" } },
        transitionProps: { duration: 120 },
      },
    } satisfies Usual<typeof Modal>,
    Table: { defaultProps: { verticalSpacing: "sm", horizontalSpacing: "md" } } satisfies Usual<typeof Table>,
    Tabs: { defaultProps: { keepMounted: false } } satisfies Usual<typeof Tabs>,
    Tooltip: { defaultProps: { withArrow: true, openDelay: 200, multiline: true, maw: 320 } } satisfies Usual<
      typeof Tooltip
    >,
  },
});

export const variables: CSSVariablesResolver = (given) => ({
  variables: { "--introw-mono": given.fontFamilyMonospace ?? "monospace" },
  light: {
    "--mantine-color-dimmed": given.colors.gray[7],
    "--mantine-color-placeholder": given.colors.gray[6],
    "--mantine-color-error": given.colors.red[9],
    "--mantine-color-red-light-color": "#a61e1e",
    "--mantine-color-teal-light-color": "#04684e",
    "--mantine-color-yellow-light-color": "#7a4a00",
    "--mantine-color-ink-light-color": given.colors.ink?.[9] ?? "",
    "--mantine-color-teal-light": "#e8f6f1",
    "--mantine-color-yellow-light": "#fff7e0",
    "--mantine-color-red-light": "#fdf0f0",
    "--mantine-color-gray-light": "#f3f4f7",
    "--introw-surface": "#f7f8fa",
    "--introw-line": "#e4e7ec",
    "--introw-hover": "#f5f7fb",
    "--introw-good": "#0a8a68",
    "--introw-warn": "#c47a00",
    "--introw-bad": "#d13438",
    "--introw-mute": "#8a929e",
    "--introw-chart-1": "#2b4fb0",
    "--introw-chart-2": "#12a37c",
  },
  dark: {
    "--mantine-color-dimmed": given.colors.dark[1],
    "--mantine-color-placeholder": given.colors.dark[2],
    "--mantine-color-error": given.colors.red[4],
    "--mantine-color-red-filled": given.colors.red[9],
    "--mantine-color-red-filled-hover": "#b02525",
    "--mantine-color-red-light-color": given.colors.red[3],
    "--mantine-color-teal-light-color": given.colors.teal[3],
    "--mantine-color-yellow-light-color": given.colors.yellow[3],
    "--mantine-color-ink-light-color": given.colors.ink?.[2] ?? "",
    "--mantine-color-anchor": given.colors.ink?.[3] ?? "",
    "--mantine-color-body": "#16181d",
    "--mantine-color-teal-light": "#16302a",
    "--mantine-color-yellow-light": "#33290f",
    "--mantine-color-red-light": "#3a2023",
    "--mantine-color-gray-light": "#23272f",
    "--introw-surface": "#1b1e24",
    "--introw-line": "#2c313a",
    "--introw-hover": "#20242b",
    "--introw-good": "#3ccf9f",
    "--introw-warn": "#f0b04a",
    "--introw-bad": "#ff7b7b",
    "--introw-mute": "#7d8694",
    "--introw-chart-1": "#86a5f2",
    "--introw-chart-2": "#3ccf9f",
  },
});
