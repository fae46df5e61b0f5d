import { RouterProvider } from "@tanstack/react-router";
import { useData } from "../api/data";
import { OrganisationDocument } from "../graphql";
import { Failed, Loading } from "../ui/State";
import { ZoneContext } from "../ui/useZone";
import { router } from "./router";

/** The pages, for whoever is signed in; days and times are told in the organisation's zone. */
export default function Dashboard() {
  const { data, error, refetch } = useData(OrganisationDocument, {});
  // Before the zone is known a page would ask for the days of another one, and then again.
  if (!data) return error ? <Failed error={error} retry={() => void refetch()} /> : <Loading />;
  return (
    <ZoneContext value={data.organisation.timeZone}>
      <RouterProvider router={router} />
    </ZoneContext>
  );
}
