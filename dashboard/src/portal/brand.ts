// The organisation's colour as ten shades that text can be read on, whatever colour it is.
import { type CSSVariablesResolver, type MantineColorsTuple, mergeThemeOverrides } from "@mantine/core";
import { theme, variables } from "../ui/theme";

type Colour = readonly [red: number, green: number, blue: number];

const WHITE: Colour = [255, 255, 255];
const BLACK: Colour = [0, 0, 0];
/** The ground of the dark scheme, at its lightest. */
const DARK: Colour = [32, 36, 43];
/** What WCAG asks of text, and a little more, as some of it stands on a tint. */
const READABLE = 4.9;
const STEP = 0.04;

function read(hex: string): Colour {
  const at = (index: number) => Number.parseInt(hex.slice(index, index + 2), 16);
  return [at(1), at(3), at(5)];
}

const written = (colour: Colour) =>
  `#${colour.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;

/** So much of the way from one colour to another. */
const mixed = ([r, g, b]: Colour, [toR, toG, toB]: Colour, share: number): Colour => [
  r + (toR - r) * share,
  g + (toG - g) * share,
  b + (toB - b) * share,
];

function luminance(colour: Colour): number {
  const [r, g, b] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** How well one colour is read on another, from 1 to 21, as WCAG counts it. */
export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(read(one)), luminance(read(other))].sort((a, b) => a - b) as [
    number,
    number,
  ];
  return (light + 0.05) / (dark + 0.05);
}

/** The colour, moved towards another until it is read on a ground. */
function readable(colour: Colour, towards: Colour, ground: Colour): Colour {
  for (let share = 0; share < 1; share += STEP) {
    const candidate = mixed(colour, towards, share);
    if (contrast(written(candidate), written(ground)) >= READABLE) return candidate;
  }
  return towards;
}

/** Ten shades from light to dark: the third and lighter for text on dark grounds, the eighth for light ones. */
export function shades(hex: string): MantineColorsTuple {
  const base = read(hex);
  const onLight = readable(base, BLACK, WHITE);
  const onDark = readable(base, WHITE, DARK);
  return [
    mixed(onLight, WHITE, 0.92),
    mixed(onLight, WHITE, 0.84),
    mixed(onDark, WHITE, 0.5),
    mixed(onDark, WHITE, 0.2),
    onDark,
    base,
    mixed(onLight, WHITE, 0.12),
    onLight,
    onLight,
    mixed(onLight, BLACK, 0.22),
  ].map((colour) => written(colour as Colour)) as unknown as MantineColorsTuple;
}

/** What stands beside green in a chart, where the second colour is green too. */
const AMBER = { light: "#b86e00", dark: "#f0b04a" };

const isGreen = (hex: string) => {
  const [red, green, blue] = read(hex);
  return green > red * 1.15 && green > blue * 0.8;
};

const HEX = /^#[0-9a-f]{6}$/i;

/** The look of the portal of an organisation with this colour; of ours, where it has none. */
export function branded(colour: string | null | undefined) {
  if (!colour || !HEX.test(colour)) return { theme, variables };
  const ink = shades(colour);
  const resolver: CSSVariablesResolver = (given) => {
    const usual = variables(given);
    const other = isGreen(colour) ? AMBER : null;
    return {
      ...usual,
      light: {
        ...usual.light,
        "--introw-chart-1": ink[8],
        ...(other && { "--introw-chart-2": other.light }),
      },
      dark: { ...usual.dark, "--introw-chart-1": ink[4], ...(other && { "--introw-chart-2": other.dark }) },
    };
  };
  return { theme: mergeThemeOverrides(theme, { colors: { ink } }), variables: resolver };
}
