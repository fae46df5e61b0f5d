import "@mantine/notifications/styles.layer.css";
import { Notifications } from "@mantine/notifications";
import { RouterProvider } from "@tanstack/react-router";
import { ConfirmProvider } from "../ui/Confirm";
import { ZoneContext } from "../ui/useZone";
import { type Place, PlaceContext, zoneOf } from "./place";
import { router } from "./router";

/** The pages, for whoever is signed in. */
export default function Portal({ place }: { place: Place }) {
  return (
    <PlaceContext value={place}>
      <ZoneContext value={zoneOf(place)}>
        <ConfirmProvider>
          <Notifications position="top-center" />
          <RouterProvider router={router} />
        </ConfirmProvider>
      </ZoneContext>
    </PlaceContext>
  );
}
