// A secret that is shown once. The dialog does not go away by accident.
import { Button, Checkbox, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { Code } from "./Copy";

interface RevealOnceProps {
  title: string;
  /** The secret, and the same filled into what it is used in. */
  secret: string;
  examples: ReadonlyArray<{ what: string; text: string }>;
  onClose: () => void;
}

export function RevealOnce({ title, secret, examples, onClose }: RevealOnceProps) {
  const [stored, setStored] = useState(false);
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size="lg"
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <Stack gap="md">
        <Text>
          This is the only time it is shown. Copy it to where it will be used; it cannot be looked up later.
        </Text>
        <Code what="the secret">{secret}</Code>
        {examples.map(({ what, text }) => (
          <div key={what}>
            <Text size="sm" c="dimmed" mb={4}>
              {what}
            </Text>
            <Code what={what}>{text}</Code>
          </div>
        ))}
        <Group justify="space-between" mt="xs">
          <Checkbox
            label="I have stored it"
            checked={stored}
            onChange={(event) => setStored(event.currentTarget.checked)}
          />
          <Button disabled={!stored} onClick={onClose}>
            Done
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
