// Importing a CSV: what it would do first, then what it did, row by row.
import { Button, FileButton, Group, Modal, Stack, Table, Text, Textarea } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { Act } from "./Act";
import { counted } from "./format";
import { Dot, type Tone } from "./Status";

export interface ImportRow {
  line: number;
  what: string;
  outcome: "CREATED" | "EXISTS" | "INVALID";
  message: string | null;
}

interface ImportDialogProps {
  title: string;
  /** What the columns are. */
  lead: ReactNode;
  example: string;
  /** What a row makes, in the singular. */
  what: string;
  /** What the file would do; nothing if it cannot be read at all. */
  preview: (csv: string) => Promise<ImportRow[] | undefined>;
  run: (csv: string) => Promise<ImportRow[] | undefined>;
  busy: boolean;
  problem: string | undefined;
  onClose: () => void;
}

const OUTCOMES: Record<ImportRow["outcome"], readonly [tone: Tone, would: string, did: string]> = {
  CREATED: ["good", "Will be added", "Added"],
  EXISTS: ["mute", "There already", "There already"],
  INVALID: ["bad", "Will be left out", "Left out"],
};

/** So many rows are shown; the rest is counted. */
const MOST_SHOWN = 200;

export function ImportDialog(props: ImportDialogProps) {
  const { title, lead, example, what, preview, run, busy, problem, onClose } = props;
  const [csv, setCsv] = useState("");
  const [rows, setRows] = useState<ImportRow[] | null>(null);
  const [done, setDone] = useState(false);
  const many = (outcome: ImportRow["outcome"]) => rows?.filter((row) => row.outcome === outcome).length ?? 0;
  return (
    <Modal opened onClose={onClose} title={title} size="xl">
      {rows ? (
        <Stack gap="md">
          <Text aria-live="polite">
            <b>
              {counted(many("CREATED"), what)} {done ? "added" : "will be added"}
            </b>
            , {many("EXISTS")} there already, {many("INVALID")} left out.
          </Text>
          <Table.ScrollContainer
            minWidth={0}
            mah={380}
            scrollAreaProps={{ viewportProps: { tabIndex: 0, "aria-label": "The rows" } as object }}
          >
            <Table stickyHeader>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th w={60}>Line</Table.Th>
                  <Table.Th>Row</Table.Th>
                  <Table.Th>{done ? "Result" : "What would happen"}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.slice(0, MOST_SHOWN).map((row) => {
                  const [tone, would, did] = OUTCOMES[row.outcome];
                  return (
                    <Table.Tr key={row.line}>
                      <Table.Td className="numbers">{row.line}</Table.Td>
                      <Table.Td style={{ overflowWrap: "anywhere" }}>{row.what}</Table.Td>
                      <Table.Td>
                        <Dot tone={tone}>{done ? did : would}</Dot>
                        {row.message && (
                          <Text size="sm" c="dimmed">
                            {row.message}
                          </Text>
                        )}
                      </Table.Td>
                    </Table.Tr>
                  );
                })}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          {rows.length > MOST_SHOWN && (
            <Text size="sm" c="dimmed">
              And {counted(rows.length - MOST_SHOWN, "row")} more.
            </Text>
          )}
          <Group justify="flex-end">
            {done ? (
              <Button onClick={onClose}>Done</Button>
            ) : (
              <>
                <Button variant="default" onClick={() => setRows(null)}>
                  Back
                </Button>
                <Act
                  loading={busy}
                  because={many("CREATED") === 0 && "No row of it would add anything."}
                  onClick={async () => {
                    const result = await run(csv);
                    if (!result) return setRows(null);
                    setRows(result);
                    setDone(true);
                  }}
                >
                  Import {counted(many("CREATED"), what)}
                </Act>
              </>
            )}
          </Group>
        </Stack>
      ) : (
        <Stack gap="md">
          <Text c="dimmed">{lead}</Text>
          <Textarea
            label="CSV"
            autosize
            minRows={7}
            maxRows={16}
            data-autofocus
            placeholder={example}
            value={csv}
            error={problem}
            onChange={(event) => setCsv(event.currentTarget.value)}
            styles={{ input: { fontFamily: "var(--introw-mono)", fontSize: 12.5 } }}
          />
          <Group justify="space-between">
            <FileButton accept=".csv,text/csv" onChange={async (file) => file && setCsv(await file.text())}>
              {(button) => (
                <Button variant="default" {...button}>
                  Choose a file
                </Button>
              )}
            </FileButton>
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Act
                loading={busy}
                because={csv.trim() === "" && "Paste rows or choose a file."}
                onClick={async () => {
                  const result = await preview(csv);
                  if (result) setRows(result);
                }}
              >
                Preview
              </Act>
            </Group>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
