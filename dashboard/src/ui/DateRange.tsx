// Chooses a range of days. A letter is enough: d, w, t, n, m, q, y, a.
import { Box, Button, Group, Kbd, Popover, Stack, Text, UnstyledButton } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { CalendarDays } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { PRESET_KEYS, PRESET_NAMES, PRESETS, type Preset, useRange } from "./range";
import classes from "./range.module.css";
import { useAddress } from "./search";

// The calendar is large, and most people never open it.
const Calendar = lazy(() => import("./Calendar"));

export function DateRange({ usual, without = [] }: { usual: Preset; without?: readonly Preset[] }) {
  const [, change] = useAddress();
  const range = useRange(usual);
  const [opened, setOpened] = useState(false);
  const presets = PRESETS.filter((preset) => !without.includes(preset));
  const choose = (preset: Preset) => {
    change({ range: preset === usual ? undefined : preset, from: undefined, to: undefined });
    setOpened(false);
  };
  useHotkeys(presets.map((preset) => [PRESET_KEYS[preset], () => choose(preset)]));
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          size="compact-sm"
          h={30}
          px={10}
          leftSection={<CalendarDays size={14} aria-hidden />}
          onClick={() => setOpened(!opened)}
          aria-haspopup="dialog"
          aria-expanded={opened}
        >
          {range.label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <Group gap={0} align="stretch" wrap="wrap">
          <Stack gap={0} p={6} miw={180}>
            {presets.map((preset) => (
              <UnstyledButton
                key={preset}
                className={classes.preset}
                aria-pressed={range.preset === preset}
                onClick={() => choose(preset)}
              >
                {PRESET_NAMES[preset]} <Kbd size="xs">{PRESET_KEYS[preset]}</Kbd>
              </UnstyledButton>
            ))}
          </Stack>
          <Box p="sm" className={classes.calendar}>
            <Suspense fallback={<Box w={252} h={270} />}>
              {opened && (
                <Calendar
                  from={range.preset === "custom" ? range.from : undefined}
                  to={range.preset === "custom" ? range.to : undefined}
                  onChoose={(from, to) => {
                    change({ range: undefined, from, to });
                    setOpened(false);
                  }}
                />
              )}
            </Suspense>
          </Box>
        </Group>
        <Text size="xs" c="dimmed" px="md" py={8} className={classes.zone}>
          Days of {range.zone.replaceAll("_", " ")}
        </Text>
      </Popover.Dropdown>
    </Popover>
  );
}
