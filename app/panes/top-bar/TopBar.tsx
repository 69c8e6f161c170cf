import { CircleQuestionMark, Command } from "lucide-react";
import type { ReactElement } from "react";
import { Brand } from "../../parts/Brand.tsx";
import { CommandButton } from "../../parts/CommandButton.tsx";
import { useStore } from "../../state/store.ts";
import { FilterBar } from "../filter/FilterBar.tsx";
import { ColumnsMenu } from "./ColumnsMenu.tsx";
import { SourcesMenu } from "./SourcesMenu.tsx";
import { ThemeMenu } from "./ThemeMenu.tsx";
import { ViewSwitch } from "./ViewSwitch.tsx";
import "./top-bar.css";

export function TopBar(): ReactElement {
  const isOpen = useStore((state) => state.phase !== "start");
  return (
    <header className="top-bar">
      <Brand />
      {isOpen && (
        <>
          <SourcesMenu />
          <FilterBar />
          <ViewSwitch />
          <ColumnsMenu />
        </>
      )}
      <div className="top-bar-end">
        <CommandButton id="palette">
          <Command size={15} aria-hidden="true" />
        </CommandButton>
        <ThemeMenu />
        <CommandButton id="keys">
          <CircleQuestionMark size={15} aria-hidden="true" />
        </CommandButton>
      </div>
    </header>
  );
}
