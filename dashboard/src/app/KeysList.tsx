// The list of the keys that work on every page.
import { Group, Kbd, Modal, Stack, Text } from "@mantine/core";
import { PLACES } from "./navigation";

export default function KeysList({ opened, close }: { opened: boolean; close: () => void }) {
  return (
    <Modal opened={opened} onClose={close} title="Keys">
      <Stack gap={6}>
        <Line keys={["Ctrl", "K"]}>Find or go to</Line>
        <Line keys={["j"]}>Next row</Line>
        <Line keys={["k"]}>Row before</Line>
        <Line keys={["a"]}>Accept the submission of the row</Line>
        <Line keys={["d"]}>Decline the submission of the row</Line>
        {PLACES.filter(({ key }) => key).map(({ key, title }) => (
          <Line key={key} keys={["g", key ?? ""]}>{`Go to ${title}`}</Line>
        ))}
        <Line keys={["?"]}>This list</Line>
      </Stack>
    </Modal>
  );
}

function Line({ keys, children }: { keys: string[]; children: string }) {
  return (
    <Group justify="space-between">
      <Text>{children}</Text>
      <span>
        {keys.map((key) => (
          <Kbd key={key} ml={4}>
            {key}
          </Kbd>
        ))}
      </span>
    </Group>
  );
}
