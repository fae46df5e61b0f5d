import { Stack, Text } from "@mantine/core";
import { useState } from "react";
import { save } from "../../api/client";
import { Act } from "../../ui/Act";
import { Section } from "../../ui/Page";
import { toast } from "../../ui/toast";

/** All that the organisation owns, as one file. */
export function Export() {
  const [saving, setSaving] = useState(false);
  return (
    <Section title="Export">
      <Stack gap="md" align="flex-start">
        <Text size="sm" c="dimmed">
          Everything that the organisation owns, one object of JSON a line: partners, campaigns, links,
          clicks, conversions with the addresses of customers, rewards, the audit log. It has no passwords,
          secrets or sessions. The audit log says who took it.
        </Text>
        <Act
          variant="default"
          size="xs"
          loading={saving}
          onClick={() => {
            setSaving(true);
            save("everything.ndjson")
              .catch(toast.failed)
              .finally(() => setSaving(false));
          }}
        >
          Export everything
        </Act>
      </Stack>
    </Section>
  );
}
