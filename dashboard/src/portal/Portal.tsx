import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { RouterProvider } from "@tanstack/react-router";
import { useMemo } from "react";
import { ConfirmProvider } from "../ui/Confirm";
import { Toasts } from "../ui/Toasts";
import { ZoneContext } from "../ui/useZone";
import { branded } from "./brand";
import { type Place, PlaceContext, zoneOf } from "./place";
import { router } from "./router";

const schemes = localStorageColorSchemeManager({ key: "introw-scheme" });

/** The pages, for whoever is signed in, in the organisation's colour. */
export default function Portal({ place }: { place: Place }) {
  const { brandColour } = place.organisation;
  const { theme, variables } = useMemo(() => branded(brandColour), [brandColour]);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      defaultColorScheme="auto"
      colorSchemeManager={schemes}
    >
      <PlaceContext value={place}>
        <ZoneContext value={zoneOf(place)}>
          <ConfirmProvider>
            <Toasts position="top-center" />
            <RouterProvider router={router} />
          </ConfirmProvider>
        </ZoneContext>
      </PlaceContext>
    </MantineProvider>
  );
}
