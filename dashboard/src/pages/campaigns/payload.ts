// A payload that somebody has pasted, whole as the API takes it or its properties alone.

interface Payload {
  email: string | null;
  properties: unknown;
  /** Why it cannot be read; nothing if it can. */
  problem: string | null;
}

export function parsed(text: string): Payload {
  try {
    const value: unknown = JSON.parse(text);
    if (value === null || typeof value !== "object" || Array.isArray(value))
      return { email: null, properties: {}, problem: "It is no object: { … }." };
    const { email, properties, ...others } = value as Record<string, unknown>;
    return {
      email: typeof email === "string" ? email : null,
      properties: properties !== null && typeof properties === "object" ? properties : others,
      problem: null,
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { email: null, properties: {}, problem: `This is not JSON yet: ${why}` };
  }
}
