import { Anchor } from "@mantine/core";
import { useEffect, useState } from "react";
import { onOutdated } from "../api/client";

/** Says so when the server was replaced by another version while the page was open. */
export function Outdated({ className }: { className: string | undefined }) {
  const [outdated, setOutdated] = useState(false);
  useEffect(() => {
    const tell = () => setOutdated(true);
    onOutdated.tell = tell;
    // A part of the page that is loaded late is gone with its version.
    window.addEventListener("vite:preloadError", tell);
    return () => {
      onOutdated.tell = () => {};
      window.removeEventListener("vite:preloadError", tell);
    };
  }, []);
  if (!outdated) return null;
  return (
    <div className={className} role="status">
      There is a new version, and this page is of the one before.{" "}
      <Anchor
        component="button"
        type="button"
        inherit
        c="inherit"
        underline="always"
        onClick={() => location.reload()}
      >
        Reload it
      </Anchor>
    </div>
  );
}
