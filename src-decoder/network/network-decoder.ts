import type { IssueList } from "../bytes/issues.ts";
import type { Packet } from "../capture-file/packet.ts";
import type { EndpointTable } from "./endpoints.ts";
import { LINK_TYPES, linkTypeText } from "./link-types.ts";
import { PacketContext, type PacketCounts } from "./packet-context.ts";
import type { SegmentSink } from "./segment.ts";
import type { UserLinks } from "./user-links.ts";

/**
 * From packets to segments: link layer, IP, TCP or vsock. Decodes in place; the sink gets one segment object again and again.
 * What bytes say never throws: a packet that cannot be read is an issue, one that does not reach the bridge is counted.
 */
export class NetworkDecoder {
  readonly #context: PacketContext;
  readonly #issues: IssueList;
  readonly #sourceNames: readonly string[];
  /** Interfaces whose link type was already reported, `file.interface`. */
  readonly #reported = new Set<string>();
  #lastLinkType = -1;
  #lastDecode: ((context: PacketContext) => void) | undefined;

  /** `sourceNames[file]` is what issues call a source; it may still grow. */
  constructor(sink: SegmentSink, endpoints: EndpointTable, issues: IssueList, sourceNames: readonly string[]) {
    this.#context = new PacketContext(sink, endpoints, issues, sourceNames);
    this.#issues = issues;
    this.#sourceNames = sourceNames;
  }

  /** What became of the packets so far. */
  get counts(): Readonly<PacketCounts> {
    return this.#context.counts;
  }

  /**
   * Decodes one packet. `file`: index of its source; `packetNumber`: from 0 over all sources; `time`: nanoseconds since time zero,
   * NaN where not known.
   */
  packet(packet: Packet, file: number, packetNumber: number, time: number): void {
    if (packet.linkType !== this.#lastLinkType) {
      this.#lastLinkType = packet.linkType;
      this.#lastDecode = LINK_TYPES.get(packet.linkType)?.decode;
    }
    this.#context.begin(packet, file, packetNumber, time);
    if (this.#lastDecode === undefined) this.#unsupported(packet, file);
    else this.#lastDecode(this.#context);
  }

  /** The connections of links without addresses. */
  get links(): UserLinks {
    return this.#context.links;
  }

  /** Reports the datagrams that still lack fragments. Call it after the last packet. */
  finish(): void {
    this.#context.fragments.finish();
  }

  #unsupported(packet: Packet, file: number): void {
    this.#context.counts.unsupportedLink++;
    const key = `${file}.${packet.interfaceIndex}`;
    if (this.#reported.has(key)) return;
    this.#reported.add(key);
    this.#issues.add({
      code: "link-type-unsupported",
      source: this.#sourceNames[file] ?? "",
      at: packet.fileOffset,
      length: packet.end - packet.start,
      text: `Interface ${packet.interfaceIndex} has link type ${linkTypeText(packet.linkType)}, which is not decoded: its packets are left out.`,
    });
  }
}
