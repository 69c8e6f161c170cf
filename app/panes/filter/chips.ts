/** The conditions that are wanted most, to be switched on and off: one row each. */
import { hasCondition, toggleCondition } from "../../../src-decoder/index.ts";
import type { CaptureOverview } from "../../worker/contract/capture.ts";
import { hasBridges } from "../frames/column-widths.ts";
import type { FrameDetails } from "../../worker/contract/details.ts";

interface Chip {
  readonly id: string;
  readonly label: string;
  readonly filter: string;
  /** What it shows, for the hover. */
  readonly title: string;
  /** Of the chips of a group one must hold, where several are on; a chip without a group narrows what is shown. */
  readonly group: "what" | null;
  /** Frames that it shows, where that is known without looking. */
  readonly count: (overview: CaptureOverview | null) => number | null;
  /** Holds of frames of one bridge alone, where there are several: their utility VMs have one id. */
  readonly ofBridge?: true;
  /** Whether it can be switched on now. */
  readonly usable: (details: FrameDetails | null) => boolean;
}

export const CHIPS: readonly Chip[] = [
  {
    id: "pending",
    label: "Pending",
    filter: "pending",
    title: "Requests without an answer",
    group: "what",
    count: (overview) => overview?.unanswered ?? null,
    usable: () => true,
  },
  {
    id: "errors",
    label: "Errors",
    filter: "error",
    title: "Frames that report an error",
    group: "what",
    count: (overview) => overview?.errors ?? null,
    usable: () => true,
  },
  {
    id: "slow",
    label: "Slow",
    filter: "slow",
    title: "Answers that came after more than 1 s, long polls left out",
    group: "what",
    count: (overview) => overview?.slow ?? null,
    usable: () => true,
  },
  {
    id: "notifications",
    label: "Notifications",
    filter: "notification",
    title: "Notifications of the guest",
    group: "what",
    count: (overview) => overview?.notifications ?? null,
    usable: () => true,
  },
  {
    id: "container",
    label: "This container",
    filter: "container == ${selected.container}",
    title: "Frames of the selected frame's container; the rows follow the selection",
    group: null,
    ofBridge: true,
    count: () => null,
    usable: (details) => details !== null && details.frame.containerId !== null,
  },
];

export function isOn(chip: Chip, filter: string): boolean {
  return hasCondition(filter, chip.filter, alternativesOf(chip));
}

const OF_BRIDGE = "bridge == ${selected.bridge}";

/** The filter with the chip switched. */
export function switched(chip: Chip, filter: string, overview: CaptureOverview | null): string {
  const next = toggleCondition(filter, chip.filter, alternativesOf(chip));
  if (chip.ofBridge !== true) return next;
  const isWanted = isOn(chip, next) && hasBridges(overview);
  return hasCondition(next, OF_BRIDGE) === isWanted ? next : toggleCondition(next, OF_BRIDGE);
}

function alternativesOf({ group }: Chip): readonly string[] {
  return group === null ? [] : CHIPS.filter((chip) => chip.group === group).map(({ filter }) => filter);
}
