import { createContext, useContext } from "react";

/** In which time zone days and times are told; whoever shows pages says it. */
export const ZoneContext = createContext("UTC");

export const useZone = (): string => useContext(ZoneContext);
