import { useAsk, useWrite } from "../../api/data";
import { PartnersImportDocument, PartnersImportPreviewDocument } from "../../graphql";
import { ImportDialog, type ImportRow } from "../../ui/ImportDialog";

interface Row extends Omit<ImportRow, "what"> {
  name: string;
}

const shown = (rows: readonly Row[] | null | undefined): ImportRow[] | undefined =>
  rows?.map(({ name, ...row }) => ({ ...row, what: name || "without a name" }));

/** Adds many partners at once. */
export function ImportPartners({ onClose }: { onClose: () => void }) {
  const preview = useAsk(PartnersImportPreviewDocument);
  const { run, saving, problems } = useWrite(PartnersImportDocument);
  return (
    <ImportDialog
      title="Import partners"
      what="partner"
      lead={
        <>
          The columns <code>name</code>, <code>email</code>, <code>domain</code> and <code>notes</code>; only
          the name is needed. Whoever is there already is left as they are.
        </>
      }
      example={"name,email,domain,notes\nNorthwind Reviews,hello@northwind.example,northwind.example,"}
      preview={async (csv) => shown((await preview.ask({ csv }))?.rows)}
      run={async (csv) => shown((await run({ csv }))?.rows)}
      busy={preview.asking || saving}
      problem={preview.problems.besides()[0] ?? problems.besides()[0]}
      onClose={onClose}
    />
  );
}
