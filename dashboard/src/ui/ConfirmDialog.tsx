import { Button, Group, Modal, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Question } from "./Confirm";

interface Props {
  question: Question;
  opened: boolean;
  close: (yes: boolean) => void;
}

export default function ConfirmDialog({ question, opened, close }: Props) {
  const [text, setText] = useState("");
  return (
    <Modal opened={opened} onClose={() => close(false)} title={question.title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          close(true);
        }}
      >
        <Text component="div" size="md">
          {question.effect}
        </Text>
        {question.typed && (
          <TextInput
            mt="md"
            label={`Type "${question.typed}" to go on`}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            autoComplete="off"
          />
        )}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={() => close(false)}>
            Cancel
          </Button>
          <Button
            type="submit"
            color={question.danger ? "red" : undefined}
            disabled={question.typed !== undefined && text !== question.typed}
            data-autofocus={question.typed === undefined || undefined}
          >
            {question.action}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
