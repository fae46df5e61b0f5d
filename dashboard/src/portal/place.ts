// Where one is: whose portal it is, whose numbers it shows, and who looks.
import { createContext, useContext } from "react";
import type { PlaceQuery } from "./graphql";

export interface Place extends PlaceQuery {
  signOut: (everywhere: boolean) => Promise<void>;
}

export const PlaceContext = createContext<Place | null>(null);

/** The place, on a page that only somebody who is signed in sees. */
export function usePlace(): Place {
  const place = useContext(PlaceContext);
  if (!place) throw new Error("nobody is signed in");
  return place;
}

/** In whose zone days are told, unless a page is asked for another. */
export const zoneOf = ({ viewer, organisation }: PlaceQuery) =>
  viewer.user?.timeZone ?? organisation.timeZone;
