/**
 * Cuts what host and guest do into Ethernet, IPv4 and TCP packets as they look on the wire: sequence numbers, acknowledgements, the
 * guest's header and payload in two segments (two writes), the host's message in one. Checksums of TCP are 0, as
 * in captures of interfaces that leave them to the hardware.
 */
import { Random } from "./random.ts";
import { BRIDGE } from "./steps.ts";
import type { Message, Side, Step } from "./steps.ts";
import type { PacketWriter } from "./writers.ts";

/** TCP port of the bridge; relay n has the port n behind it. */
export const BRIDGE_PORT = 20_000;
/** Relay ports come round again after this many. */
const RELAY_PORTS = 20_000;
const FIRST_GUEST_PORT = 41_000;

const ETHERNET_BYTES = 14;
const IP_BYTES = 20;
/** With the timestamp option. */
const TCP_BYTES = 32;
const HEADERS = ETHERNET_BYTES + IP_BYTES + TCP_BYTES;
const FRAME_HEADER = 16;
/** Most payload of one segment: the largest IPv4 packet, as on the loopback interface, less the headers. */
const MAX_SEGMENT = 65_535 - IP_BYTES - TCP_BYTES;

const FIN = 1;
const SYN = 2;
const RST = 4;
const PUSH = 8;
const ACK = 16;

/** Shares seen in the real `busy` capture. */
const SPLIT_ANSWERS = 0.965;
const HOST_ACKS = 0.18;
const GUEST_ACKS = 0.07;

/** One end of a connection. */
interface Sender {
  readonly side: Side;
  readonly headers: Buffer;
  sequence: number;
  /** The next byte that it expects of the other end. */
  acknowledged: number;
}

interface TcpConnection {
  readonly host: Sender;
  readonly guest: Sender;
}

export class Packetizer {
  readonly #writer: PacketWriter;
  readonly #random: Random;
  readonly #connections = new Map<number, TcpConnection>();
  #time = 0;
  #identification = 0;
  /** Packets written so far. */
  packets = 0;

  constructor(writer: PacketWriter, seed: number) {
    this.#writer = writer;
    this.#random = new Random(seed ^ 0x7ca9);
  }

  /** Writes the packets of a step. Steps on connections that were never opened are ignored: the capture began later. */
  write(step: Step): void {
    if (step.kind === "open") return this.#open(step.time, step.connection);
    if (step.kind === "dial") return this.#dial(step.time, step.connection);
    const connection = this.#connections.get(step.connection);
    if (connection === undefined) return;
    switch (step.kind) {
      case "message":
        return this.#message(connection, step);
      case "data":
        return this.#data(connection, step.sender, step.time, step.text);
      case "window":
        return this.#window(connection, step.by, step.time, step.size);
      case "close":
        if (step.how === "RST") this.#reset(connection, step.by, step.time);
        else this.#close(connection, step.by, step.time);
        this.#connections.delete(step.connection);
    }
  }

  #open(time: number, number: number): void {
    const connection = this.#newConnection(number);
    const { host, guest } = connection;
    this.#connections.set(number, connection);
    this.#packet(guest, host, time, SYN, "", 0, 0);
    guest.sequence = (guest.sequence + 1) >>> 0;
    host.acknowledged = guest.sequence;
    this.#packet(host, guest, time + 14e3, SYN | ACK, "", 0, 0);
    host.sequence = (host.sequence + 1) >>> 0;
    guest.acknowledged = host.sequence;
    this.#packet(guest, host, time + 30e3, ACK, "", 0, 0);
  }

  /** The host refuses, as nobody listens. */
  #dial(time: number, number: number): void {
    const { host, guest } = this.#newConnection(number);
    this.#packet(guest, host, time, SYN, "", 0, 0);
    host.acknowledged = (guest.sequence + 1) >>> 0;
    this.#packet(host, guest, time + 14e3, RST | ACK, "", 0, 0);
  }

  #newConnection(number: number): TcpConnection {
    const hostPort = BRIDGE_PORT + (number <= BRIDGE ? 0 : 1 + ((number - 1) % RELAY_PORTS));
    const guestPort = number <= BRIDGE ? FIRST_GUEST_PORT + number : FIRST_GUEST_PORT + (number % RELAY_PORTS);
    return {
      host: newSender("host", hostPort, guestPort, this.#random.bits()),
      guest: newSender("guest", guestPort, hostPort, this.#random.bits()),
    };
  }

  #message(connection: TcpConnection, message: Message): void {
    const { payload, time } = message;
    if (message.sender === "guest" && this.#random.chance(SPLIT_ANSWERS)) {
      const at = this.#packet(connection.guest, connection.host, time, PUSH | ACK, "", FRAME_HEADER, 0);
      this.#frameHeader(at, message);
      this.#acknowledge(connection.host, connection.guest, time);
      this.#data(connection, "guest", time + this.#random.logNormal(9e3, 0.8), payload);
      return;
    }
    const [sender, receiver] = ends(connection, message.sender);
    const first = payload.slice(0, MAX_SEGMENT - FRAME_HEADER);
    const at = this.#packet(sender, receiver, time, PUSH | ACK, first, FRAME_HEADER + first.length, FRAME_HEADER);
    this.#frameHeader(at, message);
    this.#acknowledge(receiver, sender, time);
    if (first.length < payload.length) this.#data(connection, message.sender, time, payload.slice(first.length));
  }

  #frameHeader(at: number, { type, id, payload }: Message): void {
    const { view } = this.#writer;
    view.setUint32(at, type, true);
    view.setUint32(at + 4, FRAME_HEADER + payload.length, true);
    view.setUint32(at + 8, id >>> 0, true);
    view.setUint32(at + 12, Math.floor(id / 0x1_0000_0000), true);
  }

  #data(connection: TcpConnection, side: Side, time: number, text: string): void {
    const [sender, receiver] = ends(connection, side);
    for (let from = 0; from < text.length; from += MAX_SEGMENT) {
      const segment = text.length > MAX_SEGMENT ? text.slice(from, from + MAX_SEGMENT) : text;
      this.#packet(sender, receiver, time, PUSH | ACK, segment, segment.length, 0);
      this.#acknowledge(receiver, sender, time);
    }
  }

  #close(connection: TcpConnection, by: Side, time: number): void {
    const [first, second] = ends(connection, by);
    for (const [sender, receiver] of [
      [first, second],
      [second, first],
    ] as const) {
      this.#packet(sender, receiver, time, FIN | ACK, "", 0, 0);
      sender.sequence = (sender.sequence + 1) >>> 0;
      receiver.acknowledged = sender.sequence;
    }
    this.#packet(first, second, time, ACK, "", 0, 0);
  }

  #reset(connection: TcpConnection, by: Side, time: number): void {
    const [sender, receiver] = ends(connection, by);
    this.#packet(sender, receiver, time, RST | ACK, "", 0, 0);
  }

  /** An acknowledgement that tells how much room there is; later packets of the same end tell it too. */
  #window(connection: TcpConnection, by: Side, time: number, size: number): void {
    const [sender, receiver] = ends(connection, by);
    sender.headers.writeUInt16BE(size, ETHERNET_BYTES + IP_BYTES + 14);
    this.#packet(sender, receiver, time, ACK, "", 0, 0);
  }

  /** Now and then a receiver acknowledges without having anything to say. */
  #acknowledge(receiver: Sender, sender: Sender, time: number): void {
    if (this.#random.chance(receiver.side === "host" ? HOST_ACKS : GUEST_ACKS)) {
      this.#packet(receiver, sender, time + 10e3, ACK, "", 0, 0);
    }
  }

  /** Writes a packet of `length` payload bytes with `text` at `textAt` in them; the payload's offset in the writer's buffer. */
  #packet(
    sender: Sender,
    receiver: Sender,
    time: number,
    flags: number,
    text: string,
    length: number,
    textAt: number,
  ): number {
    this.#time = Math.max(this.#time, Math.round(time));
    const { buffer, view } = this.#writer;
    const at = this.#writer.room(this.#time, HEADERS + length);
    buffer.set(sender.headers, at);
    const ip = at + ETHERNET_BYTES;
    const total = IP_BYTES + TCP_BYTES + length;
    this.#identification = (this.#identification + 1) & 0xffff;
    view.setUint16(ip + 2, total);
    view.setUint16(ip + 4, this.#identification);
    view.setUint16(ip + 10, ipChecksum(total, this.#identification));
    const tcp = ip + IP_BYTES;
    view.setUint32(tcp + 4, sender.sequence);
    view.setUint32(tcp + 8, (flags & ACK) === 0 ? 0 : sender.acknowledged);
    view.setUint8(tcp + 13, flags);
    const milliseconds = Math.floor(this.#time / 1e6);
    view.setUint32(tcp + 24, milliseconds);
    view.setUint32(tcp + 28, (flags & ACK) === 0 ? 0 : milliseconds);
    const payload = at + HEADERS;
    if (text.length > 0) buffer.write(text, payload + textAt, "latin1");
    sender.sequence = (sender.sequence + length) >>> 0;
    receiver.acknowledged = sender.sequence;
    this.packets++;
    return payload;
  }
}

function ends({ host, guest }: TcpConnection, sender: Side): readonly [sender: Sender, receiver: Sender] {
  return sender === "host" ? [host, guest] : [guest, host];
}

/** The headers of all packets of one end; what changes from packet to packet is 0. */
function newSender(side: Side, port: number, otherPort: number, sequence: number): Sender {
  const headers = Buffer.alloc(HEADERS);
  const own = side === "host" ? 1 : 2;
  headers.set([0x02, 0, 0, 0, 0, 3 - own, 0x02, 0, 0, 0, 0, own, 0x08, 0x00]);
  headers.set([0x45, 0, 0, 0, 0, 0, 0x40, 0, 64, 6, 0, 0, 10, 0, 0, own, 10, 0, 0, 3 - own], ETHERNET_BYTES);
  const tcp = ETHERNET_BYTES + IP_BYTES;
  headers.writeUInt16BE(port, tcp);
  headers.writeUInt16BE(otherPort, tcp + 2);
  headers.set([(TCP_BYTES / 4) << 4, 0, 0x02, 0x00], tcp + 12);
  headers.set([1, 1, 8, 10], tcp + 20);
  return { side, headers, sequence, acknowledged: 0 };
}

/** Sum of the 16-bit words of the IPv4 header that never change; the two addresses add up to the same in both directions. */
const FIXED_WORDS = 0x4500 + 0x4000 + 0x4006 + 2 * 0x0a00 + 1 + 2;

function ipChecksum(total: number, identification: number): number {
  let sum = FIXED_WORDS + total + identification;
  sum = (sum & 0xffff) + (sum >>> 16);
  return ~(sum + (sum >>> 16)) & 0xffff;
}
