import { useState, type ReactElement } from "react";
import { count } from "../format/numbers.ts";
import { useStore } from "../state/store.ts";
import { Button } from "../parts/Button.tsx";
import { DialogFrame } from "./DialogFrame.tsx";

/** Selects a frame by its number, also one that the filter hides. */
export function GoToFrame(): ReactElement {
  const frames = useStore((state) => state.overview?.frames ?? 0);
  const selectRow = useStore((state) => state.selectRow);
  const setDialog = useStore((state) => state.setDialog);
  const [text, setText] = useState("");
  const number = /^\d+$/u.test(text.trim()) ? Number(text) : Number.NaN;
  const isFrame = number >= 1 && number <= frames;
  const go = (): void => {
    if (!isFrame) return;
    setDialog(null);
    void selectRow(number - 1);
  };
  return (
    <DialogFrame title="Go to frame" className="go-to-frame">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          go();
        }}
      >
        <input
          className="text-input data"
          aria-label="Frame number"
          aria-invalid={text !== "" && !isFrame}
          inputMode="numeric"
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button primary disabled={!isFrame} onClick={go}>
          Go
        </Button>
      </form>
      <p className="faint">1 to {count(frames)}</p>
    </DialogFrame>
  );
}
