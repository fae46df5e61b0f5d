import { Button, Group, Modal } from "@mantine/core";
import { Download, QrCode as Icon } from "lucide-react";
import { useState } from "react";
import classes from "./links.module.css";

/** The link as a picture to print, shown when it is asked for. */
export function QrCode({ svg, name }: { svg: string; name: string }) {
  const [opened, setOpened] = useState(false);
  const address = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={<Icon size={14} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        QR code
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title="The link as a QR code" size="sm">
        <img src={address} alt={`QR code of the link ${name}`} className={classes.qr} />
        <Group justify="flex-end" mt="md">
          <Button
            component="a"
            href={address}
            download={`${name}.svg`}
            leftSection={<Download size={15} aria-hidden />}
          >
            Save as SVG
          </Button>
        </Group>
      </Modal>
    </>
  );
}
