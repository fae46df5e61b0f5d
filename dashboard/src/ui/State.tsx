// What stands where rows or figures would: nothing yet, not yet, or not at all.
import { Alert, Button, Skeleton, Stack, Title } from "@mantine/core";
import { CircleAlert, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { ApiError } from "../api/client";
import classes from "./ui.module.css";

/** There is nothing, why that is, and what to do about it. */
export function Empty({
  icon: Icon,
  title,
  children,
  action,
}: {
  icon?: LucideIcon;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={classes.state}>
      {Icon && <Icon size={28} strokeWidth={1.5} className={classes.stateIcon} aria-hidden />}
      <Title order={2}>{title}</Title>
      {children && <p>{children}</p>}
      {action && <div style={{ marginTop: 8 }}>{action}</div>}
    </div>
  );
}

/** Something could not be read: what, the request to name, and another try. */
export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const problem = error instanceof ApiError ? error : null;
  return (
    <Alert
      color="red"
      icon={<CircleAlert size={18} aria-hidden />}
      title={error instanceof Error ? error.message : "Something went wrong."}
      m="md"
      role="alert"
    >
      {problem?.requestId && <div>Request {problem.requestId}</div>}
      {problem?.retryAfterMs && <div>Free again in {Math.ceil(problem.retryAfterMs / 1000)} s.</div>}
      {retry && (
        <Button mt="xs" size="xs" variant="default" onClick={retry}>
          Try again
        </Button>
      )}
    </Alert>
  );
}

/** There is no such thing, or not for this organisation: the API does not tell them apart. */
export function Missing({ what, action }: { what: string; action?: ReactNode }) {
  return (
    <Empty icon={CircleAlert} title={`This ${what} does not exist`} action={action}>
      It may belong to another organisation: switch at the top left.
    </Empty>
  );
}

/** The shape of a page that is on its way. */
export function Loading({ lines = 6 }: { lines?: number }) {
  return (
    <Stack gap="sm" p="xl" aria-busy="true" role="status" aria-label="Loading">
      <Skeleton height={26} width="32%" />
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all the same
        <Skeleton key={line} height={14} width={`${92 - ((line * 17) % 40)}%`} />
      ))}
    </Stack>
  );
}
