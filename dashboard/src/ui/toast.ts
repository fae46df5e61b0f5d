// Short messages at the edge of the page.
import { notifications } from "@mantine/notifications";
import { ApiError } from "../api/client";

const STAY_MS = 4_000;
const STAY_LONG_MS = 12_000;

const LOOK = { withBorder: true, closeButtonProps: { "aria-label": "Close" } };

export const toast = {
  /** Something was done. */
  done(message: string) {
    notifications.show({ message, color: "teal", autoClose: STAY_MS, ...LOOK });
  },
  /** Something was not done: why, and what to name when asking about it. */
  failed(error: unknown) {
    const message = error instanceof Error ? error.message : String(error);
    const id = error instanceof ApiError ? error.requestId : null;
    notifications.show({
      title: message,
      message: id ? `Request ${id}` : undefined,
      color: "red",
      autoClose: STAY_LONG_MS,
      ...LOOK,
    });
  },
  /** Something is wrong with what was asked for. */
  refused(message: string) {
    notifications.show({ message, color: "red", autoClose: STAY_LONG_MS, ...LOOK });
  },
};
