// Appears when something on the page is not saved, and does not let it be lost by leaving.
import { Button, Group, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useBlocker } from "@tanstack/react-router";
import { useState } from "react";
import { Act } from "./Act";
import { useConfirm } from "./Confirm";
import classes from "./ui.module.css";

/** What is saved now, with the changes that `mine` made to what was saved before. */
export function merged<T extends object>(before: T, mine: T, saved: T): T {
  const changed = (Object.keys(saved) as Array<keyof T>).filter(
    (key) => JSON.stringify(mine[key]) !== JSON.stringify(before[key]),
  );
  return { ...saved, ...Object.fromEntries(changed.map((key) => [key, mine[key]])) };
}

/** A copy of something to change, and whether it differs from what is saved. */
export function useDraft<T extends object>(saved: T) {
  const [base, setBase] = useState(saved);
  const [mine, setMine] = useState<T | null>(null);
  const savedText = JSON.stringify(saved);
  // What somebody else saved meanwhile is taken over, part by part, where nothing was changed here.
  if (savedText !== JSON.stringify(base)) {
    if (mine) setMine(merged(base, mine, saved));
    setBase(saved);
  }
  return {
    draft: mine ?? saved,
    dirty: mine !== null && JSON.stringify(mine) !== savedText,
    set: (patch: Partial<T>) => setMine((before) => ({ ...(before ?? saved), ...patch })),
    /** Lets go of what was changed here: it is given up, or it is saved, perhaps spelled otherwise. */
    reset: () => setMine(null),
  };
}

interface SaveBarProps {
  dirty: boolean;
  saving: boolean;
  /** What is wrong and has no field of its own to stand under. */
  problems?: string[];
  note?: string;
  /** Somebody else has saved meanwhile: what they saved has to be looked at first. */
  stale?: boolean;
  onSave: () => void;
  onDiscard: () => void;
}

export function SaveBar({ dirty, saving, problems = [], note, stale, onSave, onDiscard }: SaveBarProps) {
  const confirm = useConfirm();
  const client = useQueryClient();
  useBlocker({
    enableBeforeUnload: dirty,
    disabled: !dirty,
    shouldBlockFn: async ({ current, next }) => {
      // A filter or a tab of the same page is no leaving.
      if (!dirty || current.pathname === next.pathname) return false;
      const leave = await confirm({
        title: "Leave without saving?",
        effect: "What you changed on this page will be lost.",
        action: "Leave",
        danger: true,
      });
      return !leave;
    },
  });
  if (!dirty) return null;
  return (
    <section className={classes.saveBar} aria-label="Unsaved changes">
      <div>
        <Text fw={500}>Unsaved changes</Text>
        {problems.length > 0 ? (
          <Text size="sm" c="red" role="alert">
            {problems.join(" ")}
          </Text>
        ) : (
          note && (
            <Text size="sm" c="dimmed">
              {note}
            </Text>
          )
        )}
      </div>
      <Group gap="xs">
        <Button variant="default" onClick={onDiscard} disabled={saving}>
          Discard
        </Button>
        {stale ? (
          <Act onClick={() => void client.invalidateQueries()}>Load what they saved</Act>
        ) : (
          <Act onClick={onSave} loading={saving}>
            Save
          </Act>
        )}
      </Group>
    </section>
  );
}
