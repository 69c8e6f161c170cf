import type { ReactElement } from "react";
import { useStore } from "../state/store.ts";
import { GoToFrame } from "./GoToFrame.tsx";
import { IssueList } from "./IssueList.tsx";
import { KeySheet } from "./KeySheet.tsx";
import { Palette } from "./Palette.tsx";
import "./dialogs.css";

/** The dialog that is open, if any. */
export function Dialogs(): ReactElement | null {
  const dialog = useStore((state) => state.dialog);
  switch (dialog) {
    case "palette":
      return <Palette />;
    case "keys":
      return <KeySheet />;
    case "go-to-frame":
      return <GoToFrame />;
    case "issues":
      return <IssueList />;
    case null:
      return null;
  }
}
