// The messages of `toast`, where they are shown. Their code comes with the first of them.
import { type NotificationsProps, useNotifications } from "@mantine/notifications";
import { lazy, Suspense, useState } from "react";

const Notifications = lazy(() => import("./Notifications"));

export function Toasts({ position }: { position: NonNullable<NotificationsProps["position"]> }) {
  const { notifications } = useNotifications();
  const [needed, setNeeded] = useState(false);
  if (!needed && notifications.length > 0) setNeeded(true);
  return <Suspense>{needed && <Notifications position={position} />}</Suspense>;
}
