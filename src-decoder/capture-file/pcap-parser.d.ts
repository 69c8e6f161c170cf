/**
 * The npm package `pcap-parser` 0.2.1 as the build hands it over: `build/pcap-parser-plugin.ts` wraps its one file into a function that
 * takes what the file expects of Node.
 */
declare module "pcap-parser" {
  type Host = import("./pcap-parser-host.ts").ParserHost;
  type RecordHeader = import("./pcap-parser-host.ts").RecordHeader;
  type RawPacket = import("./pcap-parser-host.ts").RawPacket;
  type SliceView = import("./pcap-parser-host.ts").SliceView;

  export interface Parser {
    on(event: "packetHeader", listener: (header: RecordHeader) => void): void;
    on(event: "packet", listener: (packet: RawPacket) => void): void;
    /** What it was fed and has not used up. */
    buffer: SliceView | null;
    /** The end of the names of the methods that it reads numbers with. */
    endianness: "LE" | "BE" | "";
  }

  /** The part of a Node stream that the parser uses. */
  export interface ParserInput {
    on(event: string, listener: (chunk: SliceView) => void): unknown;
    pause(): void;
    resume(): void;
  }

  export function createPcapParser(
    require: Host["require"],
    Buffer: Host["Buffer"],
    process: Host["process"],
  ): { readonly parse: (input: ParserInput) => Parser };
}
