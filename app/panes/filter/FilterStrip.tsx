import { useMemo, type ReactElement } from "react";
import { describeFilter, filterExpression, unknownMembers } from "../../../src-decoder/index.ts";
import { count } from "../../format/numbers.ts";
import { useStore } from "../../state/store.ts";
import { CHIPS, isOn, switched } from "./chips.ts";

/** Over the table: parts of the filter to switch, and what the filter that is applied means. It keeps its height, whatever is typed. */
export function FilterStrip(): ReactElement {
  const filter = useStore((state) => state.filter);
  const overview = useStore((state) => state.overview);
  const details = useStore((state) => state.details);
  const changeFilter = useStore((state) => state.changeFilter);
  return (
    <div className="filter-strip">
      <fieldset aria-label="Parts of the filter" className="chips">
        {CHIPS.map((chip) => {
          const on = isOn(chip, filter);
          const number = chip.count(overview);
          return (
            <button
              key={chip.id}
              type="button"
              className="chip"
              aria-pressed={on}
              title={chip.title}
              disabled={!on && !chip.usable(details)}
              onClick={() => void changeFilter((asked) => switched(chip, asked, overview))}
            >
              {chip.label}
              {number !== null && <span className="chip-count">{count(number)}</span>}
            </button>
          );
        })}
      </fieldset>
      <AppliedSentence />
    </div>
  );
}

/** What the rows are; while what is typed is wrong, that too. */
function AppliedSentence(): ReactElement {
  const filter = useStore((state) => state.filter);
  const fault = useStore((state) => state.fault);
  const view = useStore((state) => state.settings.view);
  const unknown = useMemo(() => unknownMembers(filter), [filter]);
  const meaning = describeFilter(filterExpression(filter), view === "frames" ? "Frames" : "Exchanges");
  const sentence = unknown === null ? meaning : `${meaning} No message is known to have ${unknown.paths.join(" or ")}.`;
  if (fault === null) {
    return (
      <p className="strip-sentence" title={sentence}>
        {sentence}
      </p>
    );
  }
  const text = `${fault.text} Still shown: ${sentence}`;
  return (
    <p className="strip-sentence" title={text}>
      <strong className="strip-fault">✕ {fault.text}</strong> Still shown: {sentence}
    </p>
  );
}
