import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { useEffect, useRef, useState, type ReactElement } from "react";
import { flushSync } from "react-dom";
import { Button } from "../parts/Button.tsx";
import {
  LONGEST_NAME,
  MOST_RULES,
  TINTS,
  freshRuleName,
  moved,
  withoutEmptyRules,
  type ColourRule,
  type Tint,
} from "../state/colour-rules.ts";
import { useStore } from "../state/store.ts";
import { DialogFrame } from "./DialogFrame.tsx";
import { focusLine } from "./focus-line.ts";

/** Which rows are tinted, and how: a line for each rule; the first that lets a row pass decides. */
export function ColourRules(): ReactElement {
  const rules = useStore((state) => state.settings.colourRules);
  const setRules = useStore((state) => state.setColourRules);
  const current = useStore((state) => state.filter);
  const list = useRef<HTMLOListElement>(null);
  // Rules have no identity of their own, but the line of one must stay its line where it moves, with what has the focus in it.
  const [lines, setLines] = useState<readonly number[]>(() => [...rules.keys()]);
  const add = (): void => {
    const tint = TINTS[rules.length % TINTS.length] ?? TINTS[0];
    flushSync(() => {
      setLines([...lines, Math.max(-1, ...lines) + 1]);
      setRules([...rules, { name: freshRuleName(rules), filter: current, tint, on: true }]);
    });
    // What a rule is for is its filter: what is typed next goes there.
    const filter = list.current?.querySelector<HTMLInputElement>(":scope > :last-child > input:last-of-type");
    filter?.focus();
    filter?.select();
  };
  useEffect(
    () => () => {
      const { settings, setColourRules } = useStore.getState();
      const filled = withoutEmptyRules(settings.colourRules);
      if (filled.length < settings.colourRules.length) setColourRules(filled);
    },
    [],
  );
  return (
    <DialogFrame title="Colour rules" className="colour-rules">
      <p className="faint">The first rule that lets a row pass gives it its colour and its name.</p>
      <ol ref={list}>
        {rules.map((rule, at) => (
          <RuleLine
            key={lines[at]}
            rule={rule}
            at={at}
            rules={rules}
            onMove={(by) => {
              setLines(moved(lines, at, by));
              setRules(moved(rules, at, by));
            }}
            onDelete={() => {
              flushSync(() => {
                setLines(lines.toSpliced(at, 1));
                setRules(rules.toSpliced(at, 1));
              });
              focusLine(list.current, at);
            }}
          />
        ))}
      </ol>
      <div className="colour-rules-foot">
        <Button disabled={rules.length >= MOST_RULES} onClick={add}>
          <Plus size={13} aria-hidden="true" /> Add a rule
        </Button>
      </div>
    </DialogFrame>
  );
}

interface RuleLineProps {
  readonly rule: ColourRule;
  readonly at: number;
  readonly rules: readonly ColourRule[];
  readonly onMove: (by: -1 | 1) => void;
  readonly onDelete: () => void;
}

function RuleLine({ rule, at, rules, onMove, onDelete }: RuleLineProps): ReactElement {
  const setRules = useStore((state) => state.setColourRules);
  const fault = useStore((state) => state.ruleFaults[at] ?? null);
  // The input must have each key at once; the store's answer may come a render later.
  const [filter, setFilter] = useState(rule.filter);
  const [seen, setSeen] = useState(rule.filter);
  if (seen !== rule.filter) {
    setSeen(rule.filter);
    setFilter(rule.filter);
  }
  const change = (changes: Partial<ColourRule>): void => setRules(rules.with(at, { ...rule, ...changes }));
  const faultId = `rule-fault-${at}`;
  return (
    <li className="colour-rule" data-tint={rule.tint}>
      <input
        type="checkbox"
        aria-label={`Use ${rule.name}`}
        checked={rule.on}
        onChange={(event) => change({ on: event.target.checked })}
      />
      <select
        className="text-input"
        aria-label={`Colour of ${rule.name}`}
        value={rule.tint}
        onChange={(event) => change({ tint: TINTS.find((tint) => tint === event.target.value) ?? rule.tint })}
      >
        {TINTS.map((tint: Tint) => (
          <option key={tint} value={tint}>
            {tint}
          </option>
        ))}
      </select>
      <input
        className="text-input"
        aria-label={`Name of rule ${at + 1}`}
        autoComplete="off"
        maxLength={LONGEST_NAME}
        value={rule.name}
        onChange={(event) => change({ name: event.target.value })}
      />
      <input
        className="text-input data"
        aria-label={`Filter of ${rule.name}`}
        aria-invalid={fault !== null}
        aria-describedby={fault === null ? undefined : faultId}
        placeholder="Filter"
        spellCheck={false}
        autoComplete="off"
        value={filter}
        onChange={(event) => {
          setFilter(event.target.value);
          setSeen(event.target.value);
          change({ filter: event.target.value });
        }}
      />
      <button
        type="button"
        className="icon-button"
        aria-label={`${rule.name}: up`}
        title="Up"
        aria-disabled={at === 0}
        onClick={() => onMove(-1)}
      >
        <ArrowUp size={14} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={`${rule.name}: down`}
        title="Down"
        aria-disabled={at === rules.length - 1}
        onClick={() => onMove(1)}
      >
        <ArrowDown size={14} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={`Delete ${rule.name}`}
        title="Delete"
        onClick={onDelete}
      >
        <Trash2 size={14} aria-hidden="true" />
      </button>
      {fault !== null && (
        <output id={faultId} className="colour-rule-fault">
          At {fault.at + 1}: {fault.text} {fault.hint}
        </output>
      )}
    </li>
  );
}
