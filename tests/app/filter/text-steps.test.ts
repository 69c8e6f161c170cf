import { expect, test } from "vitest";
import { TextSteps, wayOfKey, type TextStep } from "../../../app/panes/filter/text-steps.ts";

/** Types letters at the end of `before`, as a field tells of them. */
function typed(steps: TextSteps, letters: string, before = ""): void {
  for (let length = 1; length <= letters.length; length++) {
    const text = before + letters.slice(0, length);
    steps.take({ text, caret: text.length });
  }
}

/** All texts that undo goes back through. */
function undone(steps: TextSteps): readonly TextStep[] {
  const found: TextStep[] = [];
  for (let step = steps.go("undo"); step !== null; step = steps.go("undo")) found.push(step);
  return found;
}

test("what is typed is undone by words, and a completion, a chip and Esc each as one step", () => {
  const steps = new TextSteps("");
  typed(steps, "name == Exe && id == 3");
  steps.move(11);
  steps.take({ text: "name == ExecuteProcess && id == 3", caret: 23 });
  steps.take({ text: "", caret: 0 });
  expect(undone(steps)).toEqual([
    { text: "name == ExecuteProcess && id == 3", caret: 23 },
    { text: "name == Exe && id == 3", caret: 11 },
    { text: "name == Exe && id == ", caret: 21 },
    { text: "name == Exe && id ", caret: 18 },
    { text: "name == Exe && ", caret: 15 },
    { text: "name == Exe ", caret: 12 },
    { text: "name == ", caret: 8 },
    { text: "name ", caret: 5 },
    { text: "", caret: 0 },
  ]);
});

test("what was undone comes back step by step, until something else is typed", () => {
  const steps = new TextSteps("");
  typed(steps, "pending || error");
  const last = { text: "pending || error", caret: 16 };
  const before = undone(steps);
  const again = before.map(() => steps.go("redo"));
  expect(again).toEqual([...before.toReversed().slice(1), last]);
  expect(steps.go("redo")).toBeNull();
  steps.go("undo");
  typed(steps, "slow", "pending || ");
  expect(steps.go("redo")).toBeNull();
  expect(steps.go("undo")?.text).toBe("pending || ");
});

test("letters deleted one after the other are one step, whichever way they are deleted", () => {
  const steps = new TextSteps("size > 1000");
  for (const length of [10, 9, 8]) steps.take({ text: "size > 1000".slice(0, length), caret: length });
  steps.move(0);
  for (const from of [1, 2]) steps.take({ text: "size > 1".slice(from), caret: 0 });
  expect(undone(steps)).toEqual([
    { text: "size > 1", caret: 0 },
    { text: "size > 1000", caret: 11 },
  ]);
});

test("letters typed at two places are two steps, and a text told twice is none", () => {
  const steps = new TextSteps("ab");
  typed(steps, "c", "ab");
  steps.take({ text: "abc", caret: 3 });
  steps.move(0);
  steps.take({ text: "xabc", caret: 1 });
  expect(undone(steps).map(({ text }) => text)).toEqual(["abc", "ab"]);
});

test("a field that is written to for hours keeps its last steps", () => {
  const steps = new TextSteps("");
  for (let at = 1; at <= 1000; at++) steps.take({ text: `id == ${at}`, caret: 0 });
  const found = undone(steps);
  expect(found).toHaveLength(200);
  expect(found[0]?.text).toBe("id == 999");
});

test("keys of both kinds of keyboards are known, and no others", () => {
  const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  expect(wayOfKey({ ...none, key: "z", ctrlKey: true })).toBe("undo");
  expect(wayOfKey({ ...none, key: "z", metaKey: true })).toBe("undo");
  expect(wayOfKey({ ...none, key: "Z", ctrlKey: true, shiftKey: true })).toBe("redo");
  expect(wayOfKey({ ...none, key: "y", ctrlKey: true })).toBe("redo");
  expect(wayOfKey({ ...none, key: "z" })).toBeNull();
  expect(wayOfKey({ ...none, key: "z", ctrlKey: true, altKey: true })).toBeNull();
});
