// The link, large enough to be found, with the one button that everybody needs.
import { Button, VisuallyHidden } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { Check, Copy } from "lucide-react";
import { toast } from "../../ui/toast";
import classes from "./links.module.css";

const SHOWN_MS = 2_000;

export function CopyLink({ url }: { url: string }) {
  const { copy, copied, error } = useClipboard({ timeout: SHOWN_MS });
  const shown = url.replace(/^https?:\/\//, "");
  return (
    <div className={classes.copy}>
      <code title={url}>{shown}</code>
      <Button
        size="md"
        leftSection={copied ? <Check size={17} aria-hidden /> : <Copy size={17} aria-hidden />}
        onClick={() => {
          copy(url);
          if (error) toast.refused("The browser did not let this be copied. Select it and copy by hand.");
        }}
      >
        {copied ? "Copied" : "Copy link"}
      </Button>
      <VisuallyHidden aria-live="polite">{copied ? "Copied" : ""}</VisuallyHidden>
    </div>
  );
}
