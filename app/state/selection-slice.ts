import type { FrameDetails } from "../worker/contract.ts";
import { decoder, rowPages } from "./decoder.ts";
import type { Slice } from "./slice.ts";

/** Selections kept to go back to. */
const MOST_HISTORY = 200;

/** How the selection came about: a `step` to a neighbour replaces the step before in the history, a `jump` does not. */
type Move = "step" | "jump";

export interface SelectionSlice {
  /** Row of the selected frame; the exchanges view marks the exchange it belongs to. */
  readonly selectedRow: number | null;
  /** Its place in the current view; -1 where the view does not show it. */
  readonly selectedPlace: number;
  /** Details of the selected frame; those of the frame before until they are there. */
  readonly details: FrameDetails | null;
  readonly history: readonly number[];
  readonly historyAt: number;
  /** The table brings `place` into view whenever `turn` changes. */
  readonly reveal: { readonly place: number; readonly turn: number };

  /** Selects a frame by its row and brings it into view. */
  readonly selectRow: (row: number) => Promise<void>;
  /** Selects what stands at a place of the view; `step` for moves by keys. */
  readonly selectPlace: (place: number, move: Move) => Promise<void>;
  /** Moves by so many places, held within the view. */
  readonly moveSelection: (by: number) => Promise<void>;
  /** One selection back (-1) or forward (1). */
  readonly goInHistory: (by: -1 | 1) => Promise<void>;
  /** Finds the place of the selected frame again after the view changed. `quiet` leaves the scroll position alone. */
  readonly findSelection: (quiet: boolean) => Promise<void>;
  readonly clearSelection: () => void;
}

export const selectionSlice: Slice<SelectionSlice> = (set, get) => {
  let turn = 0;
  let loading = false;
  let lastMove: Move = "jump";

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

  function choose(row: number, place: number): void {
    set((state) => ({
      selectedRow: row,
      selectedPlace: place,
      reveal: place < 0 ? state.reveal : { place, turn: state.reveal.turn + 1 },
    }));
    void loadDetails();
  }

  return {
    selectedRow: null,
    selectedPlace: -1,
    details: null,
    history: [],
    historyAt: -1,
    reveal: { place: 0, turn: 0 },

    selectRow: async (row) => {
      const mine = ++turn;
      remember(row, "jump");
      const place = await decoder.placeOf(row);
      if (mine === turn) choose(row, place);
    },

    selectPlace: async (place, move) => {
      if (place < 0 || place >= get().rows) return;
      const mine = ++turn;
      set((state) => ({ selectedPlace: place, reveal: { place, turn: state.reveal.turn + 1 } }));
      const row = await rowPages.load(place);
      if (mine !== turn || row === null) return;
      remember(row.row, move);
      set({ selectedRow: row.row });
      void loadDetails();
    },

    moveSelection: async (by) => {
      const { rows, selectedPlace, reveal } = get();
      if (rows === 0) return;
      const from = selectedPlace < 0 ? Math.min(reveal.place, rows - 1) - Math.sign(by) : selectedPlace;
      const place = Math.max(0, Math.min(rows - 1, from + by));
      if (place !== selectedPlace) await get().selectPlace(place, "step");
    },

    goInHistory: async (by) => {
      const at = get().historyAt + by;
      const row = get().history[at];
      if (row === undefined) return;
      const mine = ++turn;
      lastMove = "jump";
      set({ historyAt: at });
      const place = await decoder.placeOf(row);
      if (mine === turn) choose(row, place);
    },

    findSelection: async (quiet) => {
      const { selectedRow } = get();
      if (selectedRow === null) return;
      const mine = ++turn;
      const place = await decoder.placeOf(selectedRow);
      if (mine !== turn) return;
      if (!quiet) {
        choose(selectedRow, place);
        return;
      }
      set({ selectedPlace: place });
      void loadDetails();
    },

    clearSelection: () => {
      turn++;
      lastMove = "jump";
      set(({ reveal }) => ({
        selectedRow: null,
        selectedPlace: -1,
        details: null,
        history: [],
        historyAt: -1,
        reveal: { ...reveal, place: 0 },
      }));
      get().setTimeCursor(null);
    },
  };
};
