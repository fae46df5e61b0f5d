// The link, large enough to be found, with the one button that everybody needs.
import { Button, VisuallyHidden } from "@mantine/core";
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { NOT_COPIED } from "../../ui/Copy";
import { toClipboard } from "../../ui/clipboard";
import { toast } from "../../ui/toast";
import classes from "./links.module.css";

const SHOWN_MS = 2_000;

export function CopyLink({ url }: { url: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <div className={classes.copy}>
      <code title={url}>{url.replace(/^https?:\/\//, "")}</code>
      <Button
        size="md"
        leftSection={copied ? <Check size={17} aria-hidden /> : <Copy size={17} aria-hidden />}
        onClick={async () => {
          const done = await toClipboard(url);
          setCopied(done);
          if (!done) toast.refused(NOT_COPIED);
        }}
      >
        {copied ? "Copied" : "Copy link"}
      </Button>
      <VisuallyHidden aria-live="polite">{copied ? "Copied" : ""}</VisuallyHidden>
    </div>
  );
}
