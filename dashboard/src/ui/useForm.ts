import { type FormEvent, useState } from "react";
import { ApiError } from "../api/client";

/** A small form that is sent by a REST call. */
export function useForm<T extends object>(initial: T, send: (values: T) => Promise<void>) {
  const [values, setValues] = useState(initial);
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  return {
    values,
    sending,
    error,
    set: (patch: Partial<T>) => setValues((before) => ({ ...before, ...patch })),
    submit: async (event: FormEvent) => {
      event.preventDefault();
      setSending(true);
      setError(null);
      try {
        await send(values);
      } catch (caught) {
        setError(caught instanceof ApiError ? caught : new ApiError(String(caught), "UNKNOWN", 0, null));
      } finally {
        setSending(false);
      }
    },
  };
}
