import type { ReactElement } from "react";
import { count } from "../../format/numbers.ts";
import { GivenName } from "../../parts/GivenName.tsx";
import { MiddleText } from "../../parts/MiddleText.tsx";
import { FilterText } from "./FilterText.tsx";
import { isWhole, kindWord, type FilterItem } from "./filter-items.ts";

interface FilterListProps {
  readonly id: string;
  readonly items: readonly FilterItem[];
  /** Key of the item that the arrows stand on. */
  readonly active: string | null;
  readonly counting: boolean;
  readonly countedIn: { readonly frames: number; readonly of: number } | null;
  readonly onAccept: (item: FilterItem) => void;
}

export function optionId(list: string, index: number): string {
  return `${list}-${index}`;
}

/** What is written, and what it is; of a saved filter its name, and what it stands for. */
function OptionText({ item }: { item: FilterItem }): ReactElement {
  const { kind, text, detail } = item;
  if (kind === "saved") {
    return (
      <>
        <span className="filter-option-text">
          <GivenName name={detail} />
        </span>
        <span className="filter-option-detail data" title={text}>
          <FilterText text={text} />
        </span>
      </>
    );
  }
  return (
    <>
      <span className="filter-option-text data" title={text}>
        {isWhole(item) ? <FilterText text={text} /> : <OptionWord kind={kind} text={text} />}
      </span>
      <span className="filter-option-detail" title={detail}>
        {detail}
      </span>
    </>
  );
}

/** Values end in their middle; fields and operators are short. */
function OptionWord({ kind, text }: Pick<FilterItem, "kind" | "text">): ReactElement {
  if (kind !== "value") return <span data-kind={kind}>{text}</span>;
  return (
    <span data-kind={kind}>
      <MiddleText text={text} />
    </span>
  );
}

function bringIntoView(option: HTMLElement | null): void {
  option?.scrollIntoView({ block: "nearest" });
}

/** The list of what can be written; the input keeps the focus, and the keys. */
export function FilterList({ id, items, active, counting, countedIn, onAccept }: FilterListProps): ReactElement {
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/interactive-supports-focus, jsx-a11y/prefer-tag-over-role -- the input has the focus, options are its active descendants */}
      <div id={id} role="listbox" aria-label="Completions" className="filter-list" aria-busy={counting}>
        {items.map((item, index) => (
          /* oxlint-disable jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus, jsx-a11y/prefer-tag-over-role -- the input has the keys */
          <div
            key={item.key}
            id={optionId(id, index)}
            ref={item.key === active ? bringIntoView : undefined}
            role="option"
            aria-selected={item.key === active}
            className="filter-option"
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onAccept(item)}
          >
            <OptionText item={item} />
            {item.count !== null && <span className="filter-option-count">{count(item.count)}</span>}
            <span className="filter-option-kind">{kindWord(item)}</span>
          </div>
          /* oxlint-enable jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus, jsx-a11y/prefer-tag-over-role */
        ))}
      </div>
      <div className="filter-foot">
        <div className="filter-keys" aria-hidden="true">
          <span>
            <kbd>↑</kbd> <kbd>↓</kbd> choose
          </span>
          <span>
            <kbd>Tab</kbd> accept
          </span>
          <span>
            <kbd>Enter</kbd> {active === null ? "apply" : "accept"}
          </span>
          <span>
            <kbd>Esc</kbd> close
          </span>
        </div>
        {counting && <span className="filter-counting">counting values</span>}
        {countedIn !== null && (
          <span className="filter-counting">
            counted in the first {count(countedIn.frames)} of {count(countedIn.of)} frames
          </span>
        )}
      </div>
    </>
  );
}
