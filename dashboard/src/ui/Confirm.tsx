// Asking before something that cannot be taken back, or that others will notice. It names the effect.
import { Button, Group, Modal, Text, TextInput } from "@mantine/core";
import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from "react";

export interface Question {
  title: string;
  /** What will happen, in figures where there are some. */
  effect: ReactNode;
  /** What the button says. */
  action: string;
  danger?: boolean;
  /** A name to type first. */
  typed?: string;
}

const Context = createContext<(question: Question) => Promise<boolean>>(async () => false);

/** Gives a function that asks and tells whether to go on. */
export const useConfirm = () => useContext(Context);

export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [question, setQuestion] = useState<Question | null>(null);
  const [opened, setOpened] = useState(false);
  const [text, setText] = useState("");
  const answer = useRef<(yes: boolean) => void>(() => {});

  const ask = useCallback((asked: Question) => {
    setQuestion(asked);
    setText("");
    setOpened(true);
    return new Promise<boolean>((resolve) => {
      answer.current = resolve;
    });
  }, []);

  const close = (yes: boolean) => {
    setOpened(false);
    answer.current(yes);
  };

  return (
    <Context.Provider value={ask}>
      {children}
      <Modal opened={opened} onClose={() => close(false)} title={question?.title}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            close(true);
          }}
        >
          <Text component="div" size="md">
            {question?.effect}
          </Text>
          {question?.typed && (
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
              color={question?.danger ? "red" : undefined}
              disabled={question?.typed !== undefined && text !== question.typed}
              data-autofocus={question?.typed === undefined || undefined}
            >
              {question?.action}
            </Button>
          </Group>
        </form>
      </Modal>
    </Context.Provider>
  );
}
