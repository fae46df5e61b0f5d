// Copying: wherever an id, a link or a snippet stands.
import { ActionIcon, Tooltip, VisuallyHidden } from "@mantine/core";
import { Check, Copy as CopyIcon } from "lucide-react";
import { useEffect, useState } from "react";
import { toClipboard } from "./clipboard";
import { toast } from "./toast";
import classes from "./ui.module.css";

const SHOWN_MS = 1_500;
export const NOT_COPIED = "The browser did not let this be copied. Select it and copy by hand.";

/** A button that copies a text, and says so to eyes and ears. */
export function CopyButton({ text, what = "" }: { text: string; what?: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const label = `Copy ${what}`.trim();
  return (
    <>
      <Tooltip label={copied ? "Copied" : label}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={label}
          onClick={(event) => {
            event.stopPropagation();
            void toClipboard(text).then((done) => {
              setCopied(done);
              if (!done) toast.refused(NOT_COPIED);
            });
          }}
        >
          {copied ? <Check size={14} color="var(--introw-good)" /> : <CopyIcon size={14} />}
        </ActionIcon>
      </Tooltip>
      <VisuallyHidden aria-live="polite">{copied ? "Copied" : ""}</VisuallyHidden>
    </>
  );
}

/** A text to copy, cut where it is too long to show. */
export function CopyText({ text, shown = text, what }: { text: string; shown?: string; what?: string }) {
  return (
    <span className={classes.copyText}>
      <code title={text}>{shown}</code>
      <CopyButton text={text} what={what} />
    </span>
  );
}

/** Lines of code to copy. */
export function Code({ children, what = "code" }: { children: string; what?: string }) {
  return (
    <div className={classes.code}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <pre tabIndex={0}>{children}</pre>
      <CopyButton text={children} what={what} />
    </div>
  );
}
