// Keys that work on every page, and the list of them.
import { useDisclosure } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useEffect, useRef } from "react";
import { PLACES } from "./navigation";

const KeysList = lazy(() => import("./KeysList"));

const AFTER_G_MS = 1_200;

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));

/** Listens; gives what opens the list of keys, and the list. */
export function useKeys(): [open: () => void, list: ReactNode] {
  const [opened, { open, close }] = useDisclosure(false);
  const navigate = useNavigate();
  const since = useRef(0);

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === "?") return open();
      const place = Date.now() - since.current < AFTER_G_MS && PLACES.find(({ key }) => key === event.key);
      since.current = event.key === "g" ? Date.now() : 0;
      if (!place) return;
      // The letter is used up: on the page it may mean something else.
      event.preventDefault();
      event.stopImmediatePropagation();
      void navigate({ to: place.to });
    };
    window.addEventListener("keydown", pressed, { capture: true });
    return () => window.removeEventListener("keydown", pressed, { capture: true });
  }, [navigate, open]);

  return [open, <Suspense key="keys">{opened && <KeysList opened close={close} />}</Suspense>];
}
