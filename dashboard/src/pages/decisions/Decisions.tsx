import { Page } from "../../ui/Page";
import { DecisionTable } from "./DecisionTable";
import { Reasons } from "./Reasons";

/** Every conversion call, and why it became what it did. */
export function Decisions() {
  return (
    <Page
      title="Decisions"
      lead="What became of every call that sent a conversion, also of those that were answered with “ignored”."
    >
      <Reasons />
      <DecisionTable usual="30d" />
    </Page>
  );
}
