import { Anchor, Stack } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useData } from "../../api/data";
import { FollowedDecisionsDocument } from "../../graphql";
import { host } from "../../ui/format";
import { Prose } from "../../ui/Prose";
import { Status } from "../../ui/Status";
import { Time } from "../../ui/Time";
import { type Step, Trail } from "../../ui/Trail";
import { SendTest } from "./SendTest";

const POLL_MS = 1_500;

interface FollowedProps {
  campaign: { id: string; destinationUrl: string };
  /** The click that was made; none yet. */
  click: { id: string; at: string; label: string } | null;
  /** When the snippet was loaded after it. */
  loaded: string | null;
}

/** How far a test click has come. */
export function Followed({ campaign, click, loaded }: FollowedProps) {
  const decisions = useData(
    FollowedDecisionsDocument,
    { clickId: click?.id ?? "" },
    { enabled: click !== null, refetchInterval: POLL_MS },
  ).data?.decisions.nodes;
  const decision = click ? decisions?.[0] : undefined;
  const place = host(campaign.destinationUrl);
  const steps: Step[] = [
    {
      key: "click",
      verdict: click ? "PASS" : "NOTE",
      title: click ? "The click is stored, and its token is on its way" : "Waiting for the click…",
      detail: click ? <Status of={click.label} /> : "The link opens in a tab of its own.",
      at: click && <Time at={click.at} absolute />,
    },
    {
      key: "load",
      verdict: loaded ? "PASS" : "NOTE",
      title: loaded
        ? `A page of ${place} has loaded the snippet`
        : `Waiting for ${place} to load the snippet…`,
      detail: loaded
        ? "It keeps the token in its cookie."
        : "A backend that sends the token itself needs none.",
      at: loaded && <Time at={loaded} absolute />,
    },
    {
      key: "call",
      verdict: decision ? (decision.outcome === "RECORDED" ? "PASS" : "FAIL") : "NOTE",
      title: decision ? (
        <>
          The call came: <Status of={decision.outcome} />
        </>
      ) : (
        "Waiting for the conversion…"
      ),
      detail: decision ? (
        <>
          <Prose>{decision.meaning}</Prose>{" "}
          <Anchor
            underline="always"
            renderRoot={(props) => (
              <Link
                to={
                  decision.conversion ? `/conversions/${decision.conversion.id}` : `/decisions/${decision.id}`
                }
                {...props}
              />
            )}
          >
            See its trail
          </Anchor>
        </>
      ) : (
        "Sign up or buy on the page, as a customer would."
      ),
      at: decision && <Time at={decision.at} absolute />,
    },
  ];
  return (
    <Stack gap="md">
      <Trail steps={steps} />
      {!decision && <SendTest />}
    </Stack>
  );
}
