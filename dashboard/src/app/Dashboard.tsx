import { RouterProvider } from "@tanstack/react-router";
import { router } from "./router";

/** The pages, for whoever is signed in. */
export default function Dashboard() {
  return <RouterProvider router={router} />;
}
