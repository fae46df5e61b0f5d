// Buttons that change something. Who only looks sees them too, and why they do nothing.
import { Button, type ButtonProps, Tooltip } from "@mantine/core";
import type { MouseEventHandler, ReactNode } from "react";
import { usePlace } from "./place";

interface ChangeProps extends ButtonProps {
  onClick?: MouseEventHandler<HTMLButtonElement>;
  type?: "button" | "submit";
  "aria-label"?: string;
  children: ReactNode;
}

export function Change({ onClick, type = "button", children, ...props }: ChangeProps) {
  const { viewer } = usePlace();
  if (!viewer.readOnly) {
    return (
      <Button type={type} onClick={onClick} {...props}>
        {children}
      </Button>
    );
  }
  return (
    <Tooltip label="You only look here; the partner can do this.">
      <Button
        type="button"
        {...props}
        data-disabled
        aria-disabled="true"
        onClick={(event) => event.preventDefault()}
      >
        {children}
      </Button>
    </Tooltip>
  );
}
