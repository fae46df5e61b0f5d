import { Page } from "../../ui/Page";
import { ConversionTable } from "./ConversionTable";

/** All conversions. */
export function Conversions() {
  return (
    <Page title="Conversions" lead="Each is one click that converted, once, credited to one partner.">
      <ConversionTable />
    </Page>
  );
}
