import {
  ActionIcon,
  Anchor,
  Group,
  Select,
  Stack,
  Switch,
  TagsInput,
  Text,
  TextInput,
  Tooltip,
} from "@mantine/core";
import { Link, useParams } from "@tanstack/react-router";
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { useMemo } from "react";
import { useData, useWrite } from "../../api/data";
import { type DataType, FormDocument, type FormQuery, FormUpdateDocument } from "../../graphql";
import { Act } from "../../ui/Act";
import { CopyText } from "../../ui/Copy";
import { Detail, Facts, Page, Section } from "../../ui/Page";
import { SaveBar, useDraft } from "../../ui/SaveBar";
import { Failed, Loading, Missing } from "../../ui/State";
import { Time } from "../../ui/Time";
import { toast } from "../../ui/toast";
import classes from "./form.module.css";

type Parts = NonNullable<FormQuery["form"]>;

interface Field {
  id?: string;
  label: string;
  dataType: DataType;
  isRequired: boolean;
  options: string[];
}

const TYPES: ReadonlyArray<{ value: DataType; label: string }> = [
  { value: "STRING", label: "Text" },
  { value: "EMAIL", label: "E-mail address" },
  { value: "NUMBER", label: "Number" },
  { value: "DATE", label: "Date" },
  { value: "DROPDOWN", label: "One of several" },
  { value: "DROPDOWN_MULTI", label: "Some of several" },
];

const hasOptions = (type: DataType) => type === "DROPDOWN" || type === "DROPDOWN_MULTI";

/** One form and its fields. */
export function FormPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data, isPending, error, refetch } = useData(FormDocument, { id });
  if (isPending) return <Loading />;
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  return data?.form ? <Editor form={data.form} /> : <Missing what="form" />;
}

function Editor({ form }: { form: Parts }) {
  const saved = useMemo(
    () => ({ name: form.name, reviewRequired: form.reviewRequired, fields: form.fields as Field[] }),
    [form],
  );
  const { draft, dirty, set, reset } = useDraft(saved);
  const { run, saving, problems, clear } = useWrite(FormUpdateDocument);
  const change = (index: number, patch: Partial<Field>) =>
    set({ fields: draft.fields.map((field, at) => (at === index ? { ...field, ...patch } : field)) });
  const move = (index: number, by: number) => {
    const fields = [...draft.fields];
    const [field] = fields.splice(index, 1);
    if (field) fields.splice(index + by, 0, field);
    set({ fields });
  };
  return (
    <Page title={form.name} parent={{ to: "/forms", title: "Forms" }} narrow>
      <Detail
        side={
          <Section title="Details">
            <Facts
              of={[
                ["Id", <CopyText key="id" text={form.id} what="the form's id" />],
                [
                  "Used by",
                  form.usedBy.length === 0
                    ? "no campaign"
                    : form.usedBy.map(({ id, name }) => (
                        <Anchor
                          key={id}
                          display="block"
                          renderRoot={(props) => <Link to={`/campaigns/${id}`} {...props} />}
                        >
                          {name}
                        </Anchor>
                      )),
                ],
                ["Created", <Time key="created" at={form.createdAt} />],
                ["Changed", <Time key="changed" at={form.updatedAt} />],
              ]}
            />
          </Section>
        }
      >
        <Section title="Form">
          <Stack gap="md">
            <TextInput
              label="Name"
              value={draft.name}
              error={problems.of("name")}
              onChange={(event) => set({ name: event.currentTarget.value })}
            />
            <Switch
              label="A person reviews each submission"
              description="Without that, each is accepted at once."
              checked={draft.reviewRequired}
              onChange={(event) => set({ reviewRequired: event.currentTarget.checked })}
            />
          </Stack>
        </Section>
        <Section
          title="Fields"
          actions={
            <Act
              size="xs"
              variant="default"
              leftSection={<Plus size={14} aria-hidden />}
              onClick={() =>
                set({
                  fields: [
                    ...draft.fields,
                    { label: "", dataType: "STRING", isRequired: false, options: [] },
                  ],
                })
              }
            >
              Add a field
            </Act>
          }
        >
          <Stack gap={0}>
            {draft.fields.map((field, index) => (
              <div key={field.id ?? `new-${index}`} className={classes.field}>
                <Group align="flex-start" gap="sm" wrap="wrap">
                  <TextInput
                    label="Label"
                    w={{ base: "100%", sm: 220 }}
                    value={field.label}
                    error={problems.within(`fields.${index}.label`)}
                    onChange={(event) => change(index, { label: event.currentTarget.value })}
                  />
                  <Select
                    label="Type"
                    w={{ base: "100%", sm: 180 }}
                    data={TYPES}
                    allowDeselect={false}
                    value={field.dataType}
                    error={problems.within(`fields.${index}.dataType`)}
                    onChange={(dataType) => dataType && change(index, { dataType: dataType as DataType })}
                  />
                  <Switch
                    label="Required"
                    mt={30}
                    checked={field.isRequired}
                    onChange={(event) => change(index, { isRequired: event.currentTarget.checked })}
                  />
                  <Group gap={2} mt={26} ml="auto">
                    <Move
                      label={`Move ${field.label} up`}
                      disabled={index === 0}
                      onClick={() => move(index, -1)}
                    >
                      <ArrowUp size={15} aria-hidden />
                    </Move>
                    <Move
                      label={`Move ${field.label} down`}
                      disabled={index === draft.fields.length - 1}
                      onClick={() => move(index, 1)}
                    >
                      <ArrowDown size={15} aria-hidden />
                    </Move>
                    <Move
                      label={`Take ${field.label || "this field"} away`}
                      onClick={() => set({ fields: draft.fields.filter((_, at) => at !== index) })}
                    >
                      <Trash2 size={15} aria-hidden />
                    </Move>
                  </Group>
                </Group>
                {hasOptions(field.dataType) && (
                  <TagsInput
                    mt="xs"
                    label="Options"
                    description="Enter or a comma ends one."
                    value={field.options}
                    error={problems.within(`fields.${index}.options`)}
                    onChange={(options) => change(index, { options })}
                  />
                )}
                {field.id ? (
                  <Text size="sm" c="dimmed" mt={6} component="div">
                    <CopyText text={field.id} what={`the id of ${field.label}`} />
                  </Text>
                ) : (
                  <Text size="sm" c="dimmed" mt={6}>
                    It gets its id when it is saved.
                  </Text>
                )}
              </div>
            ))}
            {draft.fields.length === 0 && <Text c="dimmed">No field yet.</Text>}
          </Stack>
        </Section>
        <SaveBar
          dirty={dirty}
          saving={saving}
          problems={problems.besides("name", ...draft.fields.map((_, index) => `fields.${index}`))}
          note="A field keeps its id when it is renamed. Submissions that are there stay as they are."
          onSave={async () => {
            const fields = draft.fields.map(({ id, label, dataType, isRequired, options }) => ({
              id,
              label,
              dataType,
              isRequired,
              options: hasOptions(dataType) ? options : [],
            }));
            if (!(await run({ id: form.id, input: { ...draft, fields } }))) return;
            reset();
            toast.done("The form is saved.");
          }}
          onDiscard={() => {
            clear();
            reset();
          }}
        />
      </Detail>
    </Page>
  );
}

function Move({
  label,
  disabled,
  onClick,
  children,
}: {
  label: string;
  disabled?: boolean;
  onClick: () => void;
  children: React.ReactNode;
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} disabled={disabled} onClick={onClick}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
