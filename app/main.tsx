import "./theme.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App.tsx";
import { PageFailure } from "./PageFailure.tsx";
import { useStore } from "./state/store.ts";
import { isUnreadable } from "./worker/unreadable-file.ts";

// What is asked for in passing has no place of its own that could say why it does not come.
window.addEventListener("unhandledrejection", (event) => {
  const reason: unknown = event.reason;
  if (!isUnreadable(reason)) return;
  event.preventDefault();
  useStore.getState().tell(reason.message);
});

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <PageFailure>
      <App />
    </PageFailure>
  </StrictMode>,
);
