import type { FrameDetails } from "../worker/contract/details.ts";
import { decoder, rowPages } from "./decoder.ts";
import { hiddenFrame } from "./hidden-frame.ts";
import { NONE_SELECTED, all } from "./row-selection.ts";
import { SelectionSteps, framesBetween, type SelectHow } from "./selection-steps.ts";
import type { Slice } from "./slice.ts";
import { sortOf } from "./view-slice.ts";

/** Selections kept to go back to. */
const MOST_HISTORY = 200;

/** How the selection came about: a `step` to a neighbour replaces the step before in the history, a `jump` does not. */
type Move = "step" | "jump";

export interface SelectionSlice {
  /** Row of the frame that has the focus, which the details show; the exchanges view marks the exchange it belongs to. */
  readonly selectedRow: number | null;
  /** Its place in the current view; -1 where the view does not show it. */
  readonly selectedPlace: number;
  /** Details of the selected frame; those of the frame before until they are there. */
  readonly details: FrameDetails | null;
  readonly history: readonly number[];
  readonly historyAt: number;
  /** The table brings `place` into view whenever `turn` changes; after a jump with the rows around it. */
  readonly reveal: { readonly place: number; readonly turn: number; readonly move: Move };

  /** Selects a frame by its row, alone if nothing else is said, and brings it into view. */
  readonly selectRow: (row: number, how?: SelectHow) => Promise<void>;
  /** Selects what stands at a place of the view; `step` for moves by keys. */
  readonly selectPlace: (place: number, move: Move, how?: SelectHow) => Promise<void>;
  /** Moves by so many places, held within the view. */
  readonly moveSelection: (by: number, how?: SelectHow) => Promise<void>;
  /** Adds the row with the focus to the selected ones, or takes it away. */
  readonly toggleRow: () => Promise<void>;
  /** Selects all rows of the view; the focus stays where it is. */
  readonly selectAll: () => Promise<void>;
  /** Resolves when the moves are done that were asked for until now: keys may come faster than rows. */
  readonly settled: () => Promise<void>;
  /** Selects the frame that the details of the selected one name, or says `none`; waits for those details where they are on their way. */
  readonly selectRelated: (pick: (details: FrameDetails) => number | null, none: string) => Promise<void>;
  /** One selection back (-1) or forward (1). */
  readonly goInHistory: (by: -1 | 1) => Promise<void>;
  /** Finds the place of the selected frame again after the view changed. `quiet` leaves the scroll position alone. */
  readonly findSelection: (quiet: boolean) => Promise<void>;
  readonly clearSelection: () => void;
}

export const selectionSlice: Slice<SelectionSlice> = (set, get) => {
  let loading = false;
  let lastMove: Move = "jump";
  const steps = new SelectionSteps();
  /** Moves that are under way or wait: each begins where the one before ended, however fast the keys come. */
  let queue = Promise.resolve();
  /** Rises when the selection is dropped, and with it the moves that were under way. */
  let epoch = 0;

  function inTurn(move: (isWanted: () => boolean) => Promise<void>): Promise<void> {
    const mine = epoch;
    const isWanted = (): boolean => mine === epoch;
    const next = queue.then(() => (isWanted() ? move(isWanted) : undefined));
    queue = next.catch(() => undefined);
    return next;
  }

  /** Loads details for the newest selection; selections passed meanwhile are skipped. */
  async function loadDetails(): Promise<void> {
    if (loading) return;
    loading = true;
    try {
      let row: number | null;
      let details: FrameDetails | null;
      do {
        row = get().selectedRow;
        details = row === null ? null : await decoder.details(row);
      } while (get().selectedRow !== row);
      set({ details });
    } finally {
      loading = false;
    }
  }

  function remember(row: number, move: Move): void {
    const { history, historyAt } = get();
    if (history[historyAt] === row) return;
    const replace = move === "step" && lastMove === "step";
    const kept = history.slice(replace ? 0 : Math.max(0, historyAt + 2 - MOST_HISTORY), historyAt + (replace ? 0 : 1));
    lastMove = move;
    set({ history: [...kept, row], historyAt: kept.length });
  }

  async function toRow(row: number, how: SelectHow, isWanted: () => boolean, move: Move = "jump"): Promise<void> {
    const { version, selectedPlace: from } = get();
    const place = await decoder.placeOf(row);
    if (!isWanted()) return;
    const selection = await steps.taken(get().selection, { row, place, from, version }, how);
    if (!isWanted()) return;
    set(({ reveal }) => ({
      selection,
      selectedRow: row,
      selectedPlace: place,
      reveal: place < 0 ? reveal : { place, turn: reveal.turn + 1, move },
    }));
    void loadDetails();
    if (place < 0 && how === "only") tellHidden(row);
  }

  /** The details show a frame that no row does: that looks like a fault where nothing is said. */
  function tellHidden(row: number): void {
    const hidden = hiddenFrame(get(), row);
    if (hidden === null) return;
    const show = async (): Promise<void> => {
      await hidden.end(get());
      // Where something else hides it too, that is told now.
      await get().selectRow(row);
    };
    get().tell(hidden.reason, { label: "Show it", run: () => void show() });
  }

  async function toPlace(place: number, move: Move, how: SelectHow, isWanted: () => boolean): Promise<void> {
    const { version, rows, selectedPlace: from } = get();
    if (place < 0 || place >= rows) return;
    set(({ reveal }) => ({ selectedPlace: place, reveal: { place, turn: reveal.turn + 1, move } }));
    const row = await rowPages.load(place);
    if (row === null || !isWanted()) return;
    const selection = await steps.taken(get().selection, { row: row.row, place, from, version }, how);
    if (!isWanted()) return;
    remember(row.row, move);
    set({ selection, selectedRow: row.row });
    void loadDetails();
  }

  /** Where the rows begin that stand beside a selected frame that the view hides; the first row where none do, or none is selected. */
  async function placeBeside(by: -1 | 1): Promise<number> {
    const { selectedRow } = get();
    return selectedRow === null ? 0 : Math.max(0, await decoder.nearestPlace(selectedRow, by));
  }

  /** What was revealed before was a place of another view: shows where the hidden frame would stand, in another order the top. */
  async function revealBeside(): Promise<void> {
    const place = sortOf(get().settings) === null ? await placeBeside(1) : 0;
    set(({ reveal }) => ({ reveal: { place, turn: reveal.turn + 1, move: "step" } }));
  }

  return {
    selectedRow: null,
    selectedPlace: -1,
    details: null,
    history: [],
    historyAt: -1,
    reveal: { place: 0, turn: 0, move: "jump" },

    selectRow: (row, how = "only") =>
      inTurn((isWanted) => {
        remember(row, "jump");
        return toRow(row, how, isWanted);
      }),

    selectPlace: (place, move, how = "only") => inTurn((isWanted) => toPlace(place, move, how, isWanted)),

    moveSelection: (by, how = "only") =>
      inTurn(async (isWanted) => {
        const { rows, selectedPlace } = get();
        if (rows === 0) return;
        const isHidden = selectedPlace < 0;
        const place = isHidden
          ? await placeBeside(by < 0 ? -1 : 1)
          : Math.max(0, Math.min(rows - 1, selectedPlace + by));
        if (!isWanted()) return;
        const isMove = place !== selectedPlace || (how === "only" && get().selection.frames.size !== 1);
        if (isMove) await toPlace(place, "step", how, isWanted);
      }),

    toggleRow: () =>
      inTurn(async (isWanted) => {
        const { selectedRow } = get();
        if (selectedRow !== null) await toRow(selectedRow, "toggle", isWanted);
      }),

    selectAll: () =>
      inTurn(async (isWanted) => {
        if (get().selectedRow === null) await toPlace(0, "jump", "only", isWanted);
        const { version, rows } = get();
        const frames = await framesBetween(version, 0, rows - 1);
        if (frames !== null && isWanted()) set((state) => ({ selection: all(state.selection, frames) }));
      }),

    settled: () => queue,

    selectRelated: (pick, none) =>
      inTurn(async (isWanted) => {
        const { selectedRow, details } = get();
        if (selectedRow === null) return;
        const current = details?.frame.row === selectedRow ? details : await decoder.details(selectedRow);
        const row = current === null ? null : pick(current);
        if (!isWanted()) return;
        if (row === null) {
          get().tell(none);
          return;
        }
        remember(row, "jump");
        await toRow(row, "only", isWanted);
      }),

    goInHistory: (by) =>
      inTurn(async (isWanted) => {
        const at = get().historyAt + by;
        const row = get().history[at];
        if (row === undefined) return;
        lastMove = "jump";
        set({ historyAt: at });
        await toRow(row, "only", isWanted);
      }),

    findSelection: (quiet) =>
      inTurn(async (isWanted) => {
        const { selectedRow } = get();
        if (selectedRow === null) return;
        if (!quiet) {
          // The top of the new order is what was asked for: no further than to the selection.
          await toRow(selectedRow, "focus", isWanted, "step");
          if (isWanted() && get().selectedPlace < 0) await revealBeside();
          return;
        }
        const place = await decoder.placeOf(selectedRow);
        if (!isWanted()) return;
        set({ selectedPlace: place });
        void loadDetails();
      }),

    clearSelection: () => {
      epoch++;
      lastMove = "jump";
      set(({ reveal }) => ({
        selection: NONE_SELECTED,
        selectedRow: null,
        selectedPlace: -1,
        details: null,
        history: [],
        historyAt: -1,
        reveal: { ...reveal, place: 0 },
      }));
    },
  };
};
