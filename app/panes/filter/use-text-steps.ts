import { useEffect, useEffectEvent, useLayoutEffect, useState } from "react";
import { TextSteps, type TextStep } from "./text-steps.ts";

interface UsedSteps {
  /** To be told of what is typed, and of where the caret goes. */
  readonly steps: TextSteps;
  /** Undoes or redoes a step, where there is one. */
  readonly go: (way: "undo" | "redo") => void;
}

/** Undo and redo of a field that shows `text`, whoever writes it; `put` gives the field a text that it had. */
export function useTextSteps(
  text: string,
  input: { readonly current: HTMLInputElement | null },
  put: (step: TextStep) => void,
): UsedSteps {
  const [steps] = useState(() => new TextSteps(text));
  // Chips, menus and Esc write to the store: what they took away comes back as what was typed does.
  useLayoutEffect(
    () => steps.take({ text, caret: input.current?.selectionStart ?? text.length }),
    [steps, input, text],
  );
  const go = (way: "undo" | "redo"): void => {
    const step = steps.go(way);
    if (step !== null) put(step);
  };
  // The browser's menu asks in this way; what it would do itself fits no text that the page has written to.
  const onBeforeInput = useEffectEvent((event: InputEvent) => {
    if (event.inputType !== "historyUndo" && event.inputType !== "historyRedo") return;
    event.preventDefault();
    go(event.inputType === "historyUndo" ? "undo" : "redo");
  });
  useEffect(() => {
    const field = input.current;
    const listener = (event: InputEvent): void => onBeforeInput(event);
    field?.addEventListener("beforeinput", listener);
    return () => field?.removeEventListener("beforeinput", listener);
  }, [input]);
  return { steps, go };
}
