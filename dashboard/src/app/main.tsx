import "@fontsource-variable/inter/wght.css";
import "@mantine/core/styles.layer.css";
import "../ui/base.css";
import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ApiError } from "../api/client";
import { SessionProvider } from "../api/session";
import { ConfirmProvider } from "../ui/Confirm";
import { Toasts } from "../ui/Toasts";
import { theme, variables } from "../ui/theme";
import { App } from "./App";

const FRESH_MS = 15_000;

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      // What was refused will be refused again; only what did not get through is worth another try.
      retry: (failures, error) =>
        failures < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 502),
    },
  },
});

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={variables}
        defaultColorScheme="auto"
        colorSchemeManager={localStorageColorSchemeManager({ key: "introw-scheme" })}
      >
        <Toasts position="bottom-right" />
        <QueryClientProvider client={client}>
          <SessionProvider>
            <ConfirmProvider>
              <App />
            </ConfirmProvider>
          </SessionProvider>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
