import { Button } from "@mantine/core";
import { Link as RouterLink } from "@tanstack/react-router";
import { Link2 } from "lucide-react";
import { Page } from "../../ui/Page";
import { Empty } from "../../ui/State";
import { LinkTable } from "./LinkTable";

/** The links of all campaigns. */
export function Links() {
  return (
    <Page
      title="Links"
      lead="One for each partner of each campaign, made on the campaign’s page. Figures are of the last 30 days."
    >
      <LinkTable
        empty={
          <Empty
            icon={Link2}
            title="No link yet"
            action={
              <Button renderRoot={(props) => <RouterLink to="/campaigns" {...props} />}>
                To the campaigns
              </Button>
            }
          >
            Links are made in a campaign, for the partners that take part in it.
          </Empty>
        }
      />
    </Page>
  );
}
