import { TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { Plus } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { useData, useWrite } from "../../api/data";
import { toast } from "../../ui/toast";
import { Change } from "../Change";
import { AliasAvailableDocument, AliasCreateDocument } from "../graphql";
import classes from "./links.module.css";

const TYPING_MS = 250;

interface AddAliasProps {
  link: { id: string; url: string; campaign: { name: string } | null };
}

/** Gives a link a name that people can read, and says while it is typed whether it is free. */
export function AddAlias({ link }: AddAliasProps) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const slug = typed.trim();
  const [settled] = useDebouncedValue(slug, TYPING_MS);
  const { data, isPlaceholderData } = useData(
    AliasAvailableDocument,
    { slug: settled },
    { enabled: settled !== "" },
  );
  const { run, saving, problems, clear } = useWrite(AliasCreateDocument);
  const asked = slug !== "" && slug === settled && !isPlaceholderData ? data?.linkAliasAvailable : undefined;
  const wrong =
    problems.all[0]?.message ?? (asked && !asked.available ? asked.userErrors[0]?.message : undefined);
  const prefix = link.url.replace(/^https?:\/\//, "").replace(/[^/]+$/, "");

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (slug === "") return;
    if (!(await run({ link: link.id, slug }))) return;
    toast.done(`${prefix}${slug.toLowerCase()} leads to the same page now.`);
    setTyped("");
  }

  return (
    <form className={classes.add} onSubmit={submit}>
      <label htmlFor={id}>Add a short name</label>
      <div className={classes.addRow}>
        <div className={classes.slug}>
          <span aria-hidden>{prefix}</span>
          <TextInput
            id={id}
            value={typed}
            placeholder="summer-sale"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={60}
            aria-invalid={wrong !== undefined}
            aria-describedby={`${id}-said`}
            onChange={(event) => {
              clear();
              setTyped(event.currentTarget.value);
            }}
          />
        </div>
        <Change type="submit" variant="default" loading={saving} leftSection={<Plus size={15} aria-hidden />}>
          Add
        </Change>
      </div>
      <p
        id={`${id}-said`}
        aria-live="polite"
        data-tone={wrong ? "bad" : asked?.available ? "good" : undefined}
      >
        {wrong ??
          (asked?.available
            ? `${asked.slug} is free.`
            : "3 to 50 letters, digits and dashes. It leads where the link leads.")}
      </p>
    </form>
  );
}
