import { Button, Modal, Stack, Text } from "@mantine/core";
import { Eye } from "lucide-react";
import { useState } from "react";
import { useWrite } from "../../api/data";
import { useZone } from "../../api/organisation";
import { PartnerViewAsDocument } from "../../graphql";
import { dateTime } from "../../ui/format";

/** Opens the portal as the partner sees it. Whoever may look at partners may do so, analysts too. */
export function ViewAs({ partner }: { partner: { id: string; name: string } }) {
  const { run, saving } = useWrite(PartnerViewAsDocument, { tell: true });
  const [made, setMade] = useState<{ url: string; expiresAt: string | null } | null>(null);
  const zone = useZone();
  return (
    <>
      <Button
        variant="default"
        leftSection={<Eye size={15} aria-hidden />}
        loading={saving}
        onClick={async () => {
          const done = await run({ partnerId: partner.id });
          if (done?.url) setMade({ url: done.url, expiresAt: done.expiresAt });
        }}
      >
        View as partner
      </Button>
      <Modal
        opened={made !== null}
        onClose={() => setMade(null)}
        title={`The portal, as ${partner.name} sees it`}
      >
        {made && (
          <Stack gap="md">
            <Text>
              You can look at everything for an hour and change nothing. That you looked stands in the audit
              log.
            </Text>
            <Button
              component="a"
              href={made.url}
              target="_blank"
              rel="noopener"
              data-autofocus
              onClick={() => setMade(null)}
            >
              Open the portal
            </Button>
            <Text size="sm" c="dimmed">
              The link works once{made.expiresAt && <>, until {dateTime(made.expiresAt, zone)}</>}.
            </Text>
          </Stack>
        )}
      </Modal>
    </>
  );
}
