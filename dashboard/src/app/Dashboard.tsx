import { RouterProvider } from "@tanstack/react-router";
import { useOrganisation } from "../api/organisation";
import { ZoneContext } from "../ui/useZone";
import { router } from "./router";

/** The pages, for whoever is signed in; days and times are told in the organisation's zone. */
export default function Dashboard() {
  return (
    <ZoneContext value={useOrganisation()?.timeZone ?? "UTC"}>
      <RouterProvider router={router} />
    </ZoneContext>
  );
}
