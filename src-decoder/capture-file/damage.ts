import { counted, formatCount } from "../bytes/count-text.ts";
import type { ByteSource } from "../bytes/byte-source.ts";
import type { Issue } from "../bytes/issues.ts";
import type { CaptureSink } from "./packet.ts";

/** A record or block that could not be read, and where reading goes on. */
export interface Damage {
  /** First part of the issue's code: the format. */
  readonly format: "pcap" | "pcapng";
  readonly unit: "record" | "block";
  /** What it is, as a sentence's subject: `record of packet 7`. */
  readonly name: string;
  readonly at: number;
  /** What is wrong with it; null where all that is wrong is that the file ends before it does. */
  readonly fault: string | null;
  /** Bytes that it claims. */
  readonly claimed: number;
  /** Where the next one is found; -1 where there is none. */
  readonly next: number;
  /** Where the file ends. */
  readonly size: number;
}

/**
 * Records damage as an issue. When the file seems to end early but more follows, it was the length that was wrong: that is `pcap-record` or
 * `pcapng-block`, and only a true end is `pcap-truncated` or `pcapng-truncated`.
 */
export function reportDamage(source: ByteSource, sink: CaptureSink, damage: Damage): void {
  const { format, unit, name, at, claimed, next, size } = damage;
  const left = size - at;
  const isCut = damage.fault === null && next === -1;
  const fault =
    damage.fault ?? `it claims ${formatCount(claimed)} bytes, and the file has ${formatCount(left)} from there on`;
  const length = next === -1 ? left : next - at;
  const text = isCut
    ? `The file ends at byte ${formatCount(size)}, inside the ${name} at byte ${formatCount(at)}: ${formatCount(left)} of ${formatCount(claimed)} bytes are there, and it is lost.`
    : `The ${name} at byte ${formatCount(at)} is damaged: ${fault}. ${
        next === -1
          ? `No ${unit} is found in the ${formatCount(left)} bytes to the end of the file.`
          : `${counted(length, "byte is", "bytes are")} skipped, to the ${unit} at byte ${formatCount(next)}.`
      }`;
  sink.issues.add({ code: `${format}-${isCut ? "truncated" : unit}`, source: source.name, at, length, text });
}

const DAMAGE_CODE = /^(?:pcap|pcapng)-(?:truncated|record|block)$/u;

/** Whether an issue says that a part of the file could not be read: damage, or an end that comes too early. */
export function isDamage({ code }: Pick<Issue, "code">): boolean {
  return DAMAGE_CODE.test(code);
}

/** Whether such an issue says no more than that the file ends too early. */
export function isCutOff({ code }: Pick<Issue, "code">): boolean {
  return code.endsWith("-truncated");
}
