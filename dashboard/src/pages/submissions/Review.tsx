import { Button, Group, Modal, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import { useWrite } from "../../api/data";
import {
  SubmissionAcceptDocument,
  SubmissionDeclineDocument,
  type SubmissionPartsFragment,
  SubmissionReopenDocument,
  SubmissionRetryDocument,
} from "../../graphql";
import { Act } from "../../ui/Act";
import { toast } from "../../ui/toast";

/** What can be done with a submission, by where it stands. */
export function Review({ submission }: { submission: SubmissionPartsFragment }) {
  const { id, status } = submission;
  const accept = useWrite(SubmissionAcceptDocument, { tell: true });
  const decline = useWrite(SubmissionDeclineDocument, { tell: true });
  const reopen = useWrite(SubmissionReopenDocument, { tell: true });
  const retry = useWrite(SubmissionRetryDocument, { tell: true });
  const [declining, setDeclining] = useState(false);
  switch (status) {
    case "PENDING":
      return (
        <>
          <Act variant="default" loading={decline.saving} onClick={() => setDeclining(true)}>
            Decline
          </Act>
          <Act
            loading={accept.saving}
            onClick={async () => {
              if (await accept.run({ id })) toast.done("Accepted. A reward that was held can be paid.");
            }}
          >
            Accept
          </Act>
          {declining && (
            <DeclineDialog
              many={1}
              onClose={() => setDeclining(false)}
              onDecline={async (reason) => {
                setDeclining(false);
                if (await decline.run({ id, reason }))
                  toast.done("Declined. A reward that was held is reversed.");
              }}
            />
          )}
        </>
      );
    case "ERROR":
      return (
        <Act
          loading={retry.saving}
          onClick={async () => {
            const done = await retry.run({ id });
            if (!done) return;
            if (done.submission?.status === "ERROR") toast.refused("It failed again: the reasons are below.");
            else toast.done("It went through.");
          }}
        >
          Run again
        </Act>
      );
    case "ACCEPTED":
    case "DECLINED":
      return (
        <Act
          variant="default"
          loading={reopen.saving}
          onClick={async () => {
            if (await reopen.run({ id })) toast.done("It waits for review again.");
          }}
        >
          Reopen
        </Act>
      );
    case "AUTO_ACCEPTED":
      return null;
  }
}

interface DeclineDialogProps {
  many: number;
  onClose: () => void;
  onDecline: (reason: string | null) => void;
}

/** Asks why. The partner sees the reason. */
export function DeclineDialog({ many, onClose, onDecline }: DeclineDialogProps) {
  const [reason, setReason] = useState("");
  return (
    <Modal
      opened
      onClose={onClose}
      title={many === 1 ? "Decline this submission?" : `Decline ${many} submissions?`}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onDecline(reason.trim() || null);
        }}
      >
        <Stack gap="md">
          <Textarea
            label="Reason"
            description="Kept with it. Rewards that were held are reversed; you can reopen it later."
            autosize
            minRows={3}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button color="red" type="submit">
              Decline
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
