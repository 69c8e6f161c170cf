/** Packets by hand: each function gives the bytes of one layer around its payload. */
import { IssueList } from "../../src-decoder/bytes/issues.ts";
import type { Packet } from "../../src-decoder/capture-file/packet.ts";
import { EndpointTable } from "../../src-decoder/network/endpoints.ts";
import { NetworkDecoder } from "../../src-decoder/network/network-decoder.ts";
import type { Segment } from "../../src-decoder/network/segment.ts";

export const CLIENT = [192, 0, 2, 1];
export const SERVER = [192, 0, 2, 2];
export const CLIENT6 = [0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
export const SERVER6 = [0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2];

export function concat(...parts: readonly (readonly number[] | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

export function be16(value: number): number[] {
  return [(value >>> 8) & 0xff, value & 0xff];
}

export function be32(value: number): number[] {
  return [...be16(value >>> 16), ...be16(value)];
}

function le16(value: number): number[] {
  return be16(value).toReversed();
}

export function le32(value: number): number[] {
  return be32(value).toReversed();
}

export interface TcpFields {
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  readonly sequence?: number;
  readonly acknowledgement?: number;
  readonly flags?: number;
  readonly window?: number;
  /** A multiple of four bytes. */
  readonly options?: readonly number[];
  readonly payload?: Uint8Array;
}

export function tcp(fields: TcpFields): Uint8Array<ArrayBuffer> {
  const { options = [], payload = new Uint8Array(0) } = fields;
  return concat(
    be16(fields.sourcePort ?? 40_000),
    be16(fields.destinationPort ?? 5000),
    be32(fields.sequence ?? 1),
    be32(fields.acknowledgement ?? 0),
    [(5 + options.length / 4) << 4, fields.flags ?? 16],
    be16(fields.window ?? 8192),
    [0, 0, 0, 0],
    options,
    payload,
  );
}

export interface Ipv4Fields {
  readonly protocol?: number;
  readonly identification?: number;
  /** Place in the datagram, in bytes. */
  readonly offset?: number;
  readonly more?: boolean;
  readonly options?: readonly number[];
  readonly totalLength?: number;
}

export function ipv4(payload: Uint8Array, fields: Ipv4Fields = {}): Uint8Array<ArrayBuffer> {
  const options = fields.options ?? [];
  const length = 20 + options.length;
  return concat(
    [0x40 | (length / 4), 0],
    be16(fields.totalLength ?? length + payload.length),
    be16(fields.identification ?? 7),
    be16((fields.more === true ? 0x2000 : 0) | ((fields.offset ?? 0) / 8)),
    [64, fields.protocol ?? 6, 0, 0],
    CLIENT,
    SERVER,
    options,
    payload,
  );
}

export function ipv6(payload: Uint8Array, nextHeader = 6): Uint8Array<ArrayBuffer> {
  return concat([0x60, 0, 0, 0], be16(payload.length), [nextHeader, 64], CLIENT6, SERVER6, payload);
}

/** The fragment header of IPv6 and what follows it. */
export function ipv6Fragment(
  payload: Uint8Array,
  nextHeader: number,
  offset: number,
  more: boolean,
): Uint8Array<ArrayBuffer> {
  return concat([nextHeader, 0], be16(offset | (more ? 1 : 0)), be32(77), payload);
}

export function ethernet(
  etherType: number,
  payload: Uint8Array,
  tags: readonly number[] = [],
): Uint8Array<ArrayBuffer> {
  const tagged = tags.flatMap((tag) => [...be16(tag), 0, 5]);
  return concat(
    Array.from({ length: 12 }, (_, i) => i),
    tagged,
    be16(etherType),
    payload,
  );
}

export function linuxCooked(etherType: number, payload: Uint8Array, hardware = 1): Uint8Array<ArrayBuffer> {
  return concat([0, 0], be16(hardware), [0, 6, 1, 2, 3, 4, 5, 6, 0, 0], be16(etherType), payload);
}

export function linuxCooked2(etherType: number, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  return concat(be16(etherType), [0, 0, 0, 0, 0, 3, 0, 1, 0, 6, 1, 2, 3, 4, 5, 6, 0, 0], payload);
}

export interface VsockFields {
  readonly sourceCid?: number;
  readonly destinationCid?: number;
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  /** Of the monitor header. */
  readonly operation: number;
  /** Of the virtio header; without it there is none. */
  readonly virtio?: number;
  readonly flags?: number;
  readonly bufferSize?: number;
  readonly forwarded?: number;
  readonly payload?: Uint8Array;
}

export function vsock(fields: VsockFields): Uint8Array<ArrayBuffer> {
  const payload = fields.payload ?? new Uint8Array(0);
  const addresses = [
    ...le32(fields.sourceCid ?? 2),
    ...le32(0),
    ...le32(fields.destinationCid ?? 3),
    ...le32(0),
    ...le32(fields.sourcePort ?? 0x4000_0000),
    ...le32(fields.destinationPort ?? 1024),
  ];
  const header =
    fields.virtio === undefined
      ? []
      : [
          ...addresses,
          ...le32(payload.length),
          ...le16(1),
          ...le16(fields.virtio),
          ...le32(fields.flags ?? 0),
          ...le32(fields.bufferSize ?? 262_144),
          ...le32(fields.forwarded ?? 0),
        ];
  const kind = fields.virtio === undefined ? 1 : 2;
  return concat(addresses, le16(fields.operation), le16(kind), le16(header.length), [0, 0], header, payload);
}

/** A segment as it was when it was handed on, with its bytes copied. */
export interface SeenSegment extends Omit<Segment, "bytes" | "start" | "end"> {
  readonly payload: Uint8Array;
  readonly from: string;
  readonly to: string;
}

export interface Decoded {
  readonly segments: SeenSegment[];
  readonly issues: IssueList;
  readonly counts: NetworkDecoder["counts"];
}

/** Runs packets through a decoder, one nanosecond apart. */
export function decode(packets: Iterable<Packet>): Decoded {
  const endpoints = new EndpointTable();
  const issues = new IssueList();
  const segments: SeenSegment[] = [];
  const text = (number: number): string => {
    const { address, port } = endpoints.endpoint(number);
    return port === null ? address : `${address} ${port}`;
  };
  const decoder = new NetworkDecoder(
    {
      segment({ bytes, start, end, ...rest }) {
        const payload = bytes.slice(start, end);
        segments.push({ ...rest, payload, from: text(rest.source), to: text(rest.destination) });
      },
    },
    endpoints,
    issues,
    ["test"],
  );
  let number = 0;
  for (const packet of packets) decoder.packet(packet, 0, number, number++);
  decoder.finish();
  return { segments, issues, counts: decoder.counts };
}
