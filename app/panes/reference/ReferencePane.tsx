/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a search field with its results, over the page: no tag of HTML does this */
import { X } from "lucide-react";
import {
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactElement,
} from "react";
import { REFERENCE_ID } from "../../focus.ts";
import { useStore } from "../../state/store.ts";
import { Article } from "./Article.tsx";
import { Link } from "./Link.tsx";
import { pageAt } from "./pages.ts";
import { ReferenceNav } from "./ReferenceNav.tsx";
import { searchReference, type ReferenceEntry } from "./search.ts";

/** The whole protocol as pages that have addresses, over the capture, which stays open. */
export function ReferencePane({ path }: { path: string }): ReactElement {
  const openReference = useStore((state) => state.openReference);
  const closeReference = useStore((state) => state.closeReference);
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState(0);
  const results = useMemo(() => searchReference(query), [query]);
  const page = useMemo(() => pageAt(path), [path]);
  const input = useRef<HTMLInputElement>(null);
  const article = useRef<HTMLElement>(null);
  const listId = useId();

  // Before the browser can bring the next key: from when the pane is seen on, its keys are its own.
  useLayoutEffect(() => input.current?.focus(), []);
  useEffect(() => showTop(article.current, path), [path]);

  const open = (entry: ReferenceEntry | undefined): void => {
    if (entry === undefined) return;
    openReference(entry.path);
    article.current?.focus();
  };
  const onSearchKey = (event: KeyboardEvent): void => {
    const move: Record<string, () => void> = {
      ArrowDown: () => setChosen(Math.min(results.length - 1, chosen + 1)),
      ArrowUp: () => setChosen(Math.max(0, chosen - 1)),
      Enter: () => open(results[chosen]),
    };
    const action = move[event.key];
    if (action === undefined || results.length === 0) return;
    event.preventDefault();
    action();
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === "/" && event.target !== input.current) {
      event.preventDefault();
      input.current?.focus();
    }
    if (event.key !== "Escape") return;
    event.preventDefault();
    if (query === "") closeReference();
    else setQuery("");
  };
  const isSearching = query.trim() !== "";
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc closes a dialog wherever the focus is in it
    <div className="reference" role="dialog" aria-modal="true" aria-label="Protocol reference" onKeyDown={onKey}>
      <header className="reference-head">
        <Link path="" className="reference-title">
          Protocol reference
        </Link>
        <input
          ref={input}
          className="text-input"
          type="search"
          role="combobox"
          aria-label="Search the reference"
          aria-expanded={isSearching}
          aria-controls={listId}
          aria-activedescendant={results[chosen] === undefined ? undefined : `${listId}-${chosen}`}
          autoComplete="off"
          spellCheck={false}
          placeholder="Message, field, result code, port, rule, filter field"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onSearchKey}
        />
        <button
          type="button"
          className="icon-button"
          aria-label="Close the reference"
          title="Close (Esc)"
          onClick={closeReference}
        >
          <X size={15} aria-hidden="true" />
        </button>
      </header>
      <div className="reference-body">
        {isSearching ? (
          <Results id={listId} results={results} chosen={chosen} query={query} onOpen={open} />
        ) : (
          <ReferenceNav page={page} />
        )}
        <article ref={article} id={REFERENCE_ID} className="reference-article" tabIndex={-1}>
          <Article page={page} path={path} />
        </article>
      </div>
    </div>
  );
}

/** Begins a page at its top, unless its address names a row, which brings itself into view. `_path` stands for the page. */
function showTop(article: HTMLElement | null, _path: string): void {
  if (article?.querySelector(".reference-named") === null) article.scrollTo({ top: 0 });
}

interface ResultsProps {
  readonly id: string;
  readonly results: readonly ReferenceEntry[];
  readonly chosen: number;
  readonly query: string;
  readonly onOpen: (entry: ReferenceEntry) => void;
}

function Results({ id, results, chosen, query, onOpen }: ResultsProps): ReactElement {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Without a block the effect would give back the promise that browsers return here.
    list.current?.children[chosen]?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  if (results.length === 0) {
    return (
      <output className="reference-nav reference-none">
        Nothing in the reference has all of &ldquo;{query.trim()}&rdquo;.
      </output>
    );
  }
  return (
    <div ref={list} id={id} className="reference-nav" role="listbox" aria-label="Found in the reference">
      {results.map((entry, place) => (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the search field has the keys, results are its active descendants
        <div
          key={entry.path}
          id={`${id}-${place}`}
          role="option"
          aria-selected={place === chosen}
          className="reference-result"
          onClick={() => onOpen(entry)}
        >
          <span className="data">{entry.title}</span>
          <span className="faint">{entry.kind}</span>
          <span className="reference-result-text">{entry.text}</span>
        </div>
      ))}
    </div>
  );
}
