// Buttons that change something. Whoever may only look sees them too, and why they do nothing.
import { Button, type ButtonProps, Tooltip } from "@mantine/core";
import type { MouseEventHandler, ReactNode } from "react";
import { useSession } from "../api/session";

export const READ_ONLY = "Analysts can look at everything and change nothing. Ask an owner or an admin.";

interface ActProps extends ButtonProps {
  onClick?: MouseEventHandler<HTMLButtonElement>;
  type?: "button" | "submit";
  form?: string;
  /** Why it cannot be done at the moment; nothing if it can. */
  because?: string | null | false;
  children: ReactNode;
}

export function Act({ because, onClick, type = "button", children, ...props }: ActProps) {
  const { canWrite } = useSession();
  const reason = canWrite ? because : READ_ONLY;
  if (!reason) {
    return (
      <Button type={type} onClick={onClick} {...props}>
        {children}
      </Button>
    );
  }
  return (
    <Tooltip label={reason}>
      <Button
        type="button"
        data-disabled
        aria-disabled="true"
        onClick={(event) => event.preventDefault()}
        {...props}
      >
        {children}
      </Button>
    </Tooltip>
  );
}
