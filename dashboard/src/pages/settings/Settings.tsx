import {
  Button,
  ColorInput,
  FileButton,
  Group,
  Image,
  Select,
  Stack,
  Switch,
  TagsInput,
  Text,
  TextInput,
} from "@mantine/core";
import { useMemo } from "react";
import { useWrite } from "../../api/data";
import { useOrganisation } from "../../api/organisation";
import { type OrganisationQuery, OrganisationUpdateDocument } from "../../graphql";
import { CopyText } from "../../ui/Copy";
import { Detail, Facts, Page, Section } from "../../ui/Page";
import { SaveBar, useDraft } from "../../ui/SaveBar";
import { Loading } from "../../ui/State";
import { Time } from "../../ui/Time";
import { toast } from "../../ui/toast";
import { DangerZone } from "./DangerZone";
import { Export } from "./Export";
import { Retention } from "./Retention";

const MOST_LOGO = 40 * 1024;
const CURRENCIES = [
  "EUR",
  "USD",
  "GBP",
  "CHF",
  "SEK",
  "NOK",
  "DKK",
  "PLN",
  "CZK",
  "CAD",
  "AUD",
  "NZD",
  "JPY",
  "INR",
  "BRL",
  "ZAR",
];

/** The settings of the organisation. */
export function Settings() {
  const organisation = useOrganisation();
  return organisation ? <Editor organisation={organisation} /> : <Loading />;
}

const readAsDataUrl = (file: File) =>
  new Promise<string>((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });

function Editor({ organisation }: { organisation: OrganisationQuery["organisation"] }) {
  const saved = useMemo(
    () => ({
      name: organisation.name,
      timeZone: organisation.timeZone,
      currency: organisation.currency,
      brandColour: organisation.brandColour ?? "",
      logo: organisation.logo ?? "",
      frameOrigins: organisation.frameOrigins,
      requireOrigins: organisation.requireOrigins,
      refuseSecretKeysInBrowsers: organisation.refuseSecretKeysInBrowsers,
    }),
    [organisation],
  );
  const { draft, dirty, set, reset } = useDraft(saved);
  const { run, saving, problems, clear } = useWrite(OrganisationUpdateDocument);
  const zones = useMemo(
    () => [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone"), draft.timeZone])],
    [draft.timeZone],
  );
  const currencies = CURRENCIES.includes(draft.currency) ? CURRENCIES : [draft.currency, ...CURRENCIES];

  const takeLogo = async (file: File | null) => {
    if (!file) return;
    if (file.size > MOST_LOGO)
      return toast.refused("The picture is larger than 40 KiB. Make it smaller, or use WebP.");
    set({ logo: await readAsDataUrl(file) });
  };

  return (
    <Page title="Settings" lead="Of the organisation, for everybody in it." narrow>
      <Detail
        side={
          <Section title="Details">
            <Facts
              of={[
                ["Id", <CopyText key="id" text={organisation.id} what="the organisation's id" />],
                ["Made", <Time key="made" at={organisation.createdAt} />],
                ["Changed", <Time key="changed" at={organisation.updatedAt} />],
              ]}
            />
          </Section>
        }
      >
        <Section title="Organisation">
          <Stack gap="md">
            <TextInput
              label="Name"
              description="Your partners see it too."
              value={draft.name}
              error={problems.of("name")}
              onChange={(event) => set({ name: event.currentTarget.value })}
            />
            <Select
              label="Time zone"
              description="In which your days begin, in every figure and every table."
              searchable
              allowDeselect={false}
              data={zones}
              limit={80}
              value={draft.timeZone}
              error={problems.of("timeZone")}
              onChange={(timeZone) => timeZone && set({ timeZone })}
            />
            <Select
              label="Currency"
              description="Of rewards. It cannot be changed once there is a reward."
              searchable
              allowDeselect={false}
              data={currencies}
              value={draft.currency}
              error={problems.of("currency")}
              onChange={(currency) => currency && set({ currency })}
            />
          </Stack>
        </Section>
        <Section title="Partner portal">
          <Stack gap="md">
            <div>
              <Text size="sm" fw={500}>
                Logo
              </Text>
              <Text size="xs" c="dimmed" mb={8}>
                PNG, JPEG or WebP of at most 40 KiB.
              </Text>
              <Group>
                {draft.logo && (
                  <Image src={draft.logo} alt="The logo" h={48} w="auto" maw={200} fit="contain" />
                )}
                <FileButton accept="image/png,image/jpeg,image/webp" onChange={takeLogo}>
                  {(props) => (
                    <Button variant="default" size="xs" {...props}>
                      {draft.logo ? "Choose another" : "Choose a picture"}
                    </Button>
                  )}
                </FileButton>
                {draft.logo && (
                  <Button variant="subtle" color="gray" size="xs" onClick={() => set({ logo: "" })}>
                    Take it away
                  </Button>
                )}
              </Group>
              {problems.of("logo") && (
                <Text c="red" size="xs" mt={4} role="alert">
                  {problems.of("logo")}
                </Text>
              )}
            </div>
            <ColorInput
              label="Colour"
              placeholder="The usual one"
              w={220}
              value={draft.brandColour}
              error={problems.of("brandColour")}
              onChange={(brandColour) => set({ brandColour })}
              eyeDropperButtonProps={{ "aria-label": "Take a colour from the screen" }}
            />
            <TagsInput
              label="May be shown in a frame by"
              description="Origins of your own pages, as https://www.example.com. Without one, no page may."
              placeholder="https://…"
              value={draft.frameOrigins}
              error={problems.within("frameOrigins")}
              splitChars={[",", " ", ";"]}
              onChange={(frameOrigins) => set({ frameOrigins })}
            />
          </Stack>
        </Section>
        <Section title="Safety">
          <Stack gap="md">
            <Switch
              label="Demand a list of origins"
              description="A campaign that lists none takes no conversions from pages. Without this it takes them from every page."
              checked={draft.requireOrigins}
              onChange={(event) => set({ requireOrigins: event.currentTarget.checked })}
            />
            <Switch
              label="Refuse secret keys in browsers"
              description="A secret key that a page sends is refused. Without this it works, and the page API keys warns."
              checked={draft.refuseSecretKeysInBrowsers}
              onChange={(event) => set({ refuseSecretKeysInBrowsers: event.currentTarget.checked })}
            />
          </Stack>
        </Section>
        <Retention />
        <Export />
        <DangerZone />
        <SaveBar
          dirty={dirty}
          saving={saving}
          problems={problems.besides("name", "timeZone", "currency", "logo", "brandColour", "frameOrigins")}
          onSave={async () => {
            const changed = Object.fromEntries(
              Object.entries(draft).filter(
                ([key, value]) => JSON.stringify(saved[key as keyof typeof saved]) !== JSON.stringify(value),
              ),
            );
            if (!(await run({ input: changed }))) return;
            reset();
            toast.done("The settings are saved.");
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
