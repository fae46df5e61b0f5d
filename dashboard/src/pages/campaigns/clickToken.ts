const TOKEN = /^[A-Za-z0-9_-]{64}$/;

/** The click token in an address that a link has led to, or pasted by itself. */
export function tokenIn(text: string): string | null {
  const pasted = text.trim();
  if (TOKEN.test(pasted)) return pasted;
  try {
    const token = new URL(pasted).searchParams.get("irw_id");
    return token && TOKEN.test(token) ? token : null;
  } catch {
    return null;
  }
}
