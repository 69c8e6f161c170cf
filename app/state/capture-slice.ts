import type { CaptureOverview, OpenFailure, Progress } from "../worker/contract/capture.ts";
import { decoder } from "./decoder.ts";
import type { Slice } from "./slice.ts";

/** Least time between two looks at a capture that is being read, ms. */
const REFRESH_EVERY = 200;
/** A refresh may take this share of the time: a costly filter over many frames must not slow down the reading. */
const REFRESH_SHARE = 1 / 4;

/** Bytes that were read, of all. */
export type PartRead = Pick<Progress, "bytesRead" | "bytesTotal">;

export interface CaptureSlice {
  /** `start`: nothing is open. `reading`: rows come in. `read`: all that will come is there. */
  readonly phase: "start" | "reading" | "read";
  readonly files: readonly File[];
  /** Ports whose connections are taken for bridges, chosen by the user for these files. */
  readonly bridgePorts: readonly number[];
  readonly progress: Progress | null;
  readonly failures: readonly OpenFailure[];
  /** Why files of the capture that is open could not be read; also once that was read. */
  readonly notRead: readonly OpenFailure[];
  /** The user ended the reading before its end. */
  readonly cancelled: boolean;
  /** How far reading came where it ended early, for as long as the capture is open; null where all was read. */
  readonly partRead: PartRead | null;
  readonly overview: CaptureOverview | null;
  /** The user has read that parts of files could not be read. */
  readonly damageSeen: boolean;

  /** Reads files as one capture, in place of what is open; where none can be read that stays. `folders` are names of what came with them and cannot be read. */
  readonly openFiles: (files: readonly File[], folders?: readonly string[]) => Promise<void>;
  /** Fetches a bundled sample and opens it. */
  readonly openSample: (name: string) => Promise<void>;
  /** Reads the same files again with other bridge ports. */
  readonly setBridgePorts: (ports: readonly number[]) => Promise<void>;
  readonly cancelReading: () => Promise<void>;
  readonly closeCapture: () => void;
  readonly dismissFailures: () => void;
  /** Tells once more why files could not be read. */
  readonly tellNotRead: () => void;
}

const NOTHING_OPEN = {
  phase: "start",
  files: [],
  bridgePorts: [],
  progress: null,
  failures: [],
  notRead: [],
  cancelled: false,
  partRead: null,
  overview: null,
  damageSeen: false,
} as const;

export const captureSlice: Slice<CaptureSlice> = (set, get) => {
  /** Tells the results of the last `open` from those that a later one replaced. */
  let opening = 0;
  /** Tells the last wish to open something from those before: what is asked of their files may be answered later. */
  let wished = 0;
  let refreshing = false;
  let refreshAfter = 0;

  decoder.onCrash = (message) => {
    opening++;
    set({ phase: "read", progress: null, failures: [crashed(get().files, message)] });
  };

  async function refresh(turn: number): Promise<void> {
    const began = performance.now();
    refreshing = true;
    const overview = await decoder.overview();
    if (turn === opening) {
      set({ overview });
      await get().refreshView("more");
    }
    refreshing = false;
    const took = performance.now() - began;
    refreshAfter = performance.now() + Math.max(REFRESH_EVERY, took / REFRESH_SHARE);
  }

  /** Leaves nothing of the capture before, and begins with what comes. */
  function startOver(next: Partial<CaptureSlice>): void {
    get().clearSelection();
    get().forgetComparison();
    get().forgetAnnotations();
    get().forgetTimes();
    get().forgetRows();
    get().forgetDiagnosis();
    get().forgetFollowed();
    set({ ...NOTHING_OPEN, ...next });
  }

  /** `sayAgain` says of the frames what was said of them before. */
  async function read(
    files: readonly File[],
    bridgePorts: readonly number[],
    besides: readonly OpenFailure[] = [],
    sayAgain?: () => Promise<void>,
  ): Promise<void> {
    const wish = ++wished;
    if (get().phase !== "start") {
      const refused = await decoder.refusal(files);
      if (wish !== wished) return;
      if (refused !== null) {
        set({ failures: [...besides, ...refused.map(withOpenCapture)] });
        return;
      }
    }
    const turn = ++opening;
    refreshAfter = 0;
    startOver({ phase: "reading", files, bridgePorts });
    const onProgress = (progress: Progress): void => {
      if (turn !== opening) return;
      set({ progress });
      if (!refreshing && progress.frames > 0 && performance.now() >= refreshAfter) void refresh(turn);
    };
    const onLost = (failure: OpenFailure): void => {
      if (turn === opening) set(({ failures }) => ({ failures: [...failures, failure] }));
    };
    const result = await decoder.open(files, { bridgePorts }, onProgress, onLost);
    if (turn !== opening) return;
    const overview = await decoder.overview();
    if (turn !== opening) return;
    // What was told meanwhile is of files that were dropped while these were read.
    set({
      overview,
      failures: [...besides, ...result.failures, ...get().failures],
      notRead: [...besides, ...result.failures],
    });
    await get().refreshView("all");
    if (turn !== opening) return;
    // Where nothing at all could be read, the way on is to open something else.
    const nothing = result.failures.length > 0 && overview.packets === 0 && overview.frames === 0;
    const cancelled = !result.finished && result.failures.length === 0;
    const partRead = result.finished ? null : (get().progress ?? nothingOf(files));
    set({ phase: nothing ? "start" : "read", cancelled, partRead });
    if (nothing) return;
    await sayAgain?.();
    await get().diagnose();
  }

  return {
    ...NOTHING_OPEN,

    openFiles: async (files, folders = []) => {
      const besides = folders.map(isFolder);
      if (files.length > 0) await read(files, [], besides);
      else if (besides.length > 0) set({ failures: besides });
    },

    openSample: async (name) => {
      const response = await fetch(`samples/${encodeURIComponent(name)}`).catch(() => null);
      if (response?.ok !== true) {
        const reason = response === null ? "the server does not answer" : `the server answered ${response.status}`;
        set({ failures: [{ file: name, offset: null, reason, advice: "Open a capture of your own, or try again." }] });
        return;
      }
      await read([new File([await response.blob()], name)], []);
    },

    setBridgePorts: async (ports) => read(get().files, ports, [], await get().carryAnnotations()),

    cancelReading: () => decoder.cancel(),

    closeCapture: () => {
      opening++;
      wished++;
      void decoder.cancel();
      startOver({});
    },

    tellNotRead: () => set(({ notRead }) => ({ failures: notRead })),

    dismissFailures: () => set({ failures: [], cancelled: false, damageSeen: true }),
  };
};

function nothingOf(files: readonly File[]): PartRead {
  return { bytesRead: 0, bytesTotal: files.reduce((sum, { size }) => sum + size, 0) };
}

function isFolder(file: string): OpenFailure {
  return {
    file,
    offset: null,
    reason: "It is a folder.",
    advice: "Open the files in it; several can be chosen at once.",
  };
}

function withOpenCapture(failure: OpenFailure): OpenFailure {
  return { ...failure, keepsOpen: true };
}

function crashed(files: readonly File[], message: string): OpenFailure {
  return {
    file: files.map((file) => file.name).join(", "),
    offset: null,
    reason: `The decoder stopped: ${message}.`,
    advice:
      "Reload the page and open the file again. If it stops once more, the file shows a fault of bridgescope worth reporting.",
  };
}
