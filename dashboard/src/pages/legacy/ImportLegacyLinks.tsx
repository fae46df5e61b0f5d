import { useAsk, useWrite } from "../../api/data";
import { LegacyLinksImportDocument, LegacyLinksImportPreviewDocument } from "../../graphql";
import { ImportDialog, type ImportRow } from "../../ui/ImportDialog";

interface Row extends Omit<ImportRow, "what"> {
  url: string;
}

const shown = (rows: readonly Row[] | null | undefined): ImportRow[] | undefined =>
  rows?.map(({ url, ...row }) => ({ ...row, what: url }));

/** Adds many legacy links at once. */
export function ImportLegacyLinks({ onClose }: { onClose: () => void }) {
  const preview = useAsk(LegacyLinksImportPreviewDocument);
  const { run, saving, problems } = useWrite(LegacyLinksImportDocument);
  return (
    <ImportDialog
      title="Import legacy links"
      what="legacy link"
      lead={
        <>
          Two columns, <code>url</code> and <code>link</code>: the old URL, and the id or the code of the link
          that it leads to.
        </>
      }
      example={"url,link\nhttps://old.example.com/ref?id=7,zPpScHyL"}
      preview={async (csv) => shown((await preview.ask({ csv }))?.rows)}
      run={async (csv) => shown((await run({ csv }))?.rows)}
      busy={preview.asking || saving}
      problem={preview.problems.besides()[0] ?? problems.besides()[0]}
      onClose={onClose}
    />
  );
}
