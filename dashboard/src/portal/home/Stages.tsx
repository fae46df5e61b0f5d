import { Dot } from "../../ui/Status";
import { Section } from "../Page";
import { usePlace } from "../place";
import classes from "./home.module.css";

/** How a reward goes from a conversion to money, in three sentences. */
export function Stages() {
  const { organisation } = usePlace();
  return (
    <Section title="What held, payable and reversed mean">
      <dl className={classes.stages}>
        <div>
          <dt>
            <Dot tone="warn">Held</Dot>
          </dt>
          <dd>
            A conversion was recorded and is yours. {organisation.name} has not decided yet whether to accept
            it.
          </dd>
        </div>
        <div>
          <dt>
            <Dot tone="good">Payable</Dot>
          </dt>
          <dd>{organisation.name} has accepted it. The amount is to be paid to you.</dd>
        </div>
        <div>
          <dt>
            <Dot tone="bad">Reversed</Dot>
          </dt>
          <dd>
            {organisation.name} has declined it, for an order that was sent back, say. Nothing is paid for it.
          </dd>
        </div>
      </dl>
    </Section>
  );
}
