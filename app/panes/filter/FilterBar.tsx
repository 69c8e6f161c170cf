import { ListFilter, X } from "lucide-react";
import {
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactElement,
} from "react";
import { describeFilter, filterExpression } from "../../../src-decoder/index.ts";
import { FILTER_ID, focusTable, hasTableFocus } from "../../focus.ts";
import { useStore } from "../../state/store.ts";
import type { FilterFault } from "../../worker/contract/view.ts";
import { FilterList, optionId } from "./FilterList.tsx";
import { FilterMenu } from "./FilterMenu.tsx";
import { FilterText } from "./FilterText.tsx";
import { accepted, isWhole, itemsOf, type FilterItem } from "./filter-items.ts";
import { SearchStatus } from "./SearchStatus.tsx";
import { wayOfKey } from "./text-steps.ts";
import { useCompletion } from "./use-completion.ts";
import { useTextSteps } from "./use-text-steps.ts";
import "./filter.css";

/** Pause in typing, ms, after which a filter is applied without Enter. */
const APPLY_AFTER = 150;

/** The display filter: it completes as it is typed, says what it means, and keeps the last good filter applied while it is wrong. */
export function FilterBar(): ReactElement {
  const text = useStore((state) => state.filterText);
  const fault = useStore((state) => state.fault);
  const isFaultOfText = useStore((state) => state.faultyText === state.filterText);
  const setText = useStore((state) => state.setFilterText);
  const tryFilter = useStore((state) => state.tryFilter);
  const apply = useStore((state) => state.applyFilter);
  const saved = useStore((state) => state.settings.savedFilters);
  const history = useStore((state) => state.settings.filterHistory);
  const isSearching = useStore((state) => state.search?.state === "running");
  const cancelSearch = useStore((state) => state.cancelSearch);

  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const listId = useId();
  const [caret, setCaret] = useState(0);
  const [focused, setFocused] = useState(false);
  const [open, setOpen] = useState(false);
  /** Key of the item that the arrows stand on: it stays while values come late and the list grows. */
  const [active, setActive] = useState<string | null>(null);
  /** Place in the history while it is gone through; -1 else. */
  const [past, setPast] = useState(-1);
  /** Where the caret goes once the text is there. */
  const caretAfter = useRef<number | null>(null);

  useEffect(() => () => clearTimeout(timer.current), []);
  useLayoutEffect(() => {
    if (caretAfter.current === null) return;
    input.current?.setSelectionRange(caretAfter.current, caretAfter.current);
    caretAfter.current = null;
  });

  const { completion, counting, countedIn } = useCompletion(text, Math.min(caret, text.length), open);
  const items = open ? itemsOf(text, completion, saved, history) : [];
  const activeAt = items.findIndex(({ key }) => key === active);
  const isListed = open && items.length > 0;

  const close = (): void => {
    setOpen(false);
    setActive(null);
  };
  const put = (next: string, at: number): void => {
    setText(next);
    setCaret(at);
    caretAfter.current = at;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void tryFilter(next), APPLY_AFTER);
  };
  const { steps, go } = useTextSteps(text, input, (step) => {
    close();
    setPast(-1);
    put(step.text, step.caret);
  });
  /** Takes over a text that is still being written. */
  const write = (next: string, at: number): void => {
    steps.take({ text: next, caret: at });
    put(next, at);
  };
  const applyNow = (next: string): Promise<void> => {
    clearTimeout(timer.current);
    close();
    setPast(-1);
    return apply(next);
  };
  /** On to the rows that it shows; where it is wrong, to the fault. Keys that follow at once are for the rows, unless a fault is known already. */
  const submit = async (): Promise<void> => {
    if (fault === null) focusTable();
    await applyNow(text);
    const now = useStore.getState();
    const isElsewhere = !hasTableFocus() && document.activeElement !== input.current;
    if (now.filterText !== text || isElsewhere) return;
    if (now.fault === null) {
      focusTable();
      return;
    }
    input.current?.focus();
    input.current?.setSelectionRange(now.fault.at, now.fault.at);
  };
  const accept = (item: FilterItem): void => {
    setActive(null);
    if (isWhole(item)) {
      void applyNow(item.text);
      return;
    }
    const next = accepted(text, completion, item);
    write(next.text, next.caret);
  };
  const step = (by: -1 | 1): void => {
    const at = activeAt < 0 ? (by > 0 ? 0 : items.length - 1) : activeAt + by;
    setActive(items[at]?.key ?? null);
  };
  const goBack = (by: -1 | 1): void => {
    const at = Math.max(-1, Math.min(history.length - 1, past - by));
    if (at === past) return;
    setPast(at);
    const next = history[at] ?? "";
    write(next, next.length);
  };
  /** What Tab takes: the item that is chosen, or the best where a word is begun. */
  const offered = activeAt >= 0 ? items[activeAt] : completion.from < completion.to ? items[0] : undefined;

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    const chosen = items[activeAt];
    const way = wayOfKey(event);
    if (way !== null) go(way);
    else if (event.key === "Enter" && isListed && chosen !== undefined) accept(chosen);
    else if (event.key === "Enter") void submit();
    else if (event.key === "Tab" && !event.shiftKey && isListed && offered !== undefined) accept(offered);
    else if (event.key === "Escape" && isListed) close();
    else if (event.key === "Escape") {
      if (isSearching) void cancelSearch();
      else if (text === "") focusTable();
      else void applyNow("");
    } else if (event.key === " " && event.ctrlKey) setOpen(true);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const by = event.key === "ArrowDown" ? 1 : -1;
      if (isListed) step(by);
      else if (by < 0 || past >= 0) goBack(by);
      else setOpen(true);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** It is wrong only in that it has not ended yet, and the list says how it may go on. */
  const isUnfinished = isListed && fault !== null && fault.at + fault.length >= text.trimEnd().length;
  /** It is the beginning of something in the list, so that no hint at another word is better. */
  const begun = isUnfinished ? text.slice(fault.at, fault.at + fault.length) : "";
  const isBegun = begun === "." || (begun !== "" && items.some((item) => item.text.startsWith(begun)));
  const isSaying = focused && (isListed || text.trim() !== "");
  return (
    <search
      className="filter"
      data-unfinished={isUnfinished || undefined}
      onBlur={(event) => {
        if (event.currentTarget.contains(event.relatedTarget)) return;
        if (text.trim() !== "" && useStore.getState().filter === text.trim())
          useStore.getState().rememberFilter(text.trim());
      }}
    >
      <ListFilter size={14} aria-hidden="true" className="filter-icon" />
      <div className="filter-field">
        <input
          ref={input}
          id={FILTER_ID}
          className="data"
          type="text"
          role="combobox"
          value={text}
          aria-label="Filter"
          aria-autocomplete="list"
          aria-expanded={isListed}
          aria-controls={isListed ? listId : undefined}
          aria-activedescendant={activeAt >= 0 ? optionId(listId, activeAt) : undefined}
          aria-invalid={fault !== null && !isUnfinished}
          aria-describedby={isSaying ? (fault === null ? "filter-sentence" : "filter-fault") : undefined}
          placeholder="Filter: name == ExecuteProcess && latency > 5s"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          onChange={(event) => {
            const { value, selectionStart } = event.target;
            setPast(-1);
            setActive(null);
            setOpen(true);
            write(value, selectionStart ?? value.length);
          }}
          onFocus={() => setFocused(true)}
          onBlur={() => {
            setFocused(false);
            close();
          }}
          onSelect={(event) => {
            const at = event.currentTarget.selectionStart ?? 0;
            setCaret(at);
            if (event.currentTarget.value === text) steps.move(at);
          }}
          onClick={() => text === "" && setOpen(true)}
          onKeyDown={onKeyDown}
        />
        <Underlay text={text} fault={isUnfinished || !isFaultOfText ? null : fault} input={input} />
      </div>
      {/* Always there: what is announced must not come together with what announces it. */}
      <output className="filter-status">
        <SearchStatus />
      </output>
      {text !== "" && (
        <button type="button" className="filter-clear" aria-label="Clear the filter" onClick={() => void applyNow("")}>
          <X size={13} aria-hidden="true" />
        </button>
      )}
      <FilterMenu onApply={(next) => void applyNow(next)} />
      {isSaying && (
        <div className="filter-panel">
          {fault === null ? <Sentence text={text} /> : <Fault fault={fault} hint={isBegun ? null : fault.hint} />}
          {isListed && (
            <FilterList
              id={listId}
              items={items}
              active={active}
              counting={counting}
              countedIn={countedIn}
              onAccept={accept}
            />
          )}
        </div>
      )}
    </search>
  );
}

function Sentence({ text }: { text: string }): ReactElement {
  const view = useStore((state) => state.settings.view);
  const expression = filterExpression(text);
  return (
    <p id="filter-sentence" className="filter-sentence">
      {expression === null && text.trim() !== ""
        ? " "
        : describeFilter(expression, view === "frames" ? "Frames" : "Exchanges")}
    </p>
  );
}

/** `hint` is null where there is none, and while a word is begun: what it may become is in the list below. */
function Fault({ fault, hint }: { fault: FilterFault; hint: string | null }): ReactElement {
  return (
    <output id="filter-fault" className="filter-fault">
      <strong>{fault.text}</strong>
      {hint !== null && <span>{hint}</span>}
    </output>
  );
}

interface UnderlayProps {
  readonly text: string;
  readonly fault: FilterFault | null;
  readonly input: { readonly current: HTMLInputElement | null };
}

/** The text in its colours. It lies over the input, whose own text is unseen, and goes with it as it scrolls. */
function Underlay({ text, fault, input }: UnderlayProps): ReactElement {
  const layer = useRef<HTMLDivElement>(null);
  const follow = useCallback((): void => {
    const scrolled = input.current?.scrollLeft ?? 0;
    if (layer.current !== null) layer.current.style.transform = `translateX(${-scrolled}px)`;
  }, [input]);
  // A new text may scroll without an event that is seen in time. Where it stands is asked when the page is laid out anyway.
  useLayoutEffect(() => {
    const frame = requestAnimationFrame(follow);
    return () => cancelAnimationFrame(frame);
  });
  useEffect(() => {
    const field = input.current;
    field?.addEventListener("scroll", follow);
    return () => field?.removeEventListener("scroll", follow);
  }, [input, follow]);
  return (
    <div ref={layer} className="filter-colours data" aria-hidden="true">
      <FilterText text={text} fault={fault} />
    </div>
  );
}
