// The rows of a field mapping while somebody edits them.

export interface Row {
  property: string;
  fieldId: string;
}

const whole = (row: Row) => row.property.trim() !== "" && row.fieldId !== "";

/** Whether a row lacks something. */
export const unfinished = (rows: readonly Row[]) => !rows.every(whole);

/** The rows that say something already, as the API takes them. */
export const complete = (rows: readonly Row[]): Row[] =>
  rows.filter(whole).map((row) => ({ ...row, property: row.property.trim() }));
