import { Group, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError, rest } from "../../api/client";
import { useOrganisation } from "../../api/organisation";
import { Act } from "../../ui/Act";
import { toast } from "../../ui/toast";
import { tokenIn } from "./clickToken";

const NOT_ALLOWED =
  "This campaign takes conversions of listed origins alone, and the dashboard is none of them. Convert on your page, or use a key.";

/** Sends a conversion in the place of a page that cannot do so yet, through the same door as a page. */
export function SendTest() {
  const organisation = useOrganisation();
  const client = useQueryClient();
  const [address, setAddress] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  return (
    <form
      onSubmit={async (event) => {
        event.preventDefault();
        const clickId = tokenIn(address);
        if (!clickId) return setProblem("There is no irw_id in it. Copy the whole address of the tab.");
        setProblem(null);
        setSending(true);
        try {
          const { status } = await rest<{ status: string }>("POST", "/api/v1/affiliate/conversions", {
            publishableKey: organisation?.publishableKey,
            clickId,
            // Each test is a customer of its own: a rule may count each customer once.
            email: `test+${Date.now()}@example.com`,
            properties: { test: true },
          });
          toast.done(`The call was answered: ${status}.`);
        } catch (error) {
          const refused = error instanceof ApiError && error.code === "ORIGIN_NOT_ALLOWED";
          setProblem(refused ? NOT_ALLOWED : error instanceof Error ? error.message : String(error));
        }
        setSending(false);
        await client.invalidateQueries();
      }}
    >
      <Group align="flex-start" gap="xs">
        <TextInput
          label="No page of yours that converts yet?"
          description="Paste the address of the tab that opened: it carries the click’s token."
          placeholder="https://…?irw_id=…"
          flex="1 1 320px"
          value={address}
          error={problem}
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
        <Act
          type="submit"
          variant="default"
          mt={46}
          loading={sending}
          because={address.trim() === "" && "Paste the address first."}
        >
          Send a test conversion
        </Act>
      </Group>
    </form>
  );
}
