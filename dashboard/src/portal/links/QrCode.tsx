import { ActionIcon, Button, Center, Modal, Stack, Text, Tooltip } from "@mantine/core";
import { Download, QrCode as Icon } from "lucide-react";
import { useState } from "react";
import { useData } from "../../api/data";
import { Failed, Loading } from "../../ui/State";
import { QrCodeDocument } from "../graphql";

interface QrCodeProps {
  link: string;
  /** Of which of its aliases; of its code, if of none. */
  alias?: string;
  /** What it leads to, as people know it: the address. */
  url: string;
}

/** Shows the link as a picture that a camera reads, and saves it. */
export function QrCode({ link, alias, url }: QrCodeProps) {
  const [opened, setOpened] = useState(false);
  const { data, error, refetch } = useData(QrCodeDocument, { link }, { enabled: opened });
  const svg = alias ? data?.link?.aliases.find(({ id }) => id === alias)?.qrCode : data?.link?.qrCode;
  const name = url.slice(url.lastIndexOf("/") + 1);
  const address = svg && `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`;
  return (
    <>
      <Tooltip label="QR code">
        <ActionIcon
          variant="default"
          size={alias ? 30 : 42}
          aria-label={`QR code of ${name}`}
          onClick={() => setOpened(true)}
        >
          <Icon size={alias ? 15 : 19} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Modal opened={opened} onClose={() => setOpened(false)} title="QR code" size="sm">
        {error && !data && <Failed error={error} retry={() => void refetch()} />}
        {!error && !address && <Loading lines={4} />}
        {address && (
          <Stack align="center" gap="sm">
            <Center bg="white" p="sm" style={{ borderRadius: 8, border: "1px solid var(--introw-line)" }}>
              <img
                src={address}
                alt={`QR code of ${url}`}
                width={240}
                height={240}
                style={{ display: "block" }}
              />
            </Center>
            <Text size="sm" ta="center" style={{ overflowWrap: "anywhere" }}>
              {url.replace(/^https?:\/\//, "")}
            </Text>
            <Button
              component="a"
              href={address}
              download={`${name}.svg`}
              variant="default"
              leftSection={<Download size={15} aria-hidden />}
            >
              Save as SVG
            </Button>
          </Stack>
        )}
      </Modal>
    </>
  );
}
