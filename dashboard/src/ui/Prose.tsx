/** A sentence of the API, in which what is `between backticks` is code. */
export function Prose({ children }: { children: string }) {
  return (
    <>
      {children.split("`").map((part, index) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence do not move
        index % 2 === 1 ? <code key={index}>{part}</code> : part,
      )}
    </>
  );
}
