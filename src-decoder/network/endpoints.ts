import { TupleTable } from "../bytes/tuple-table.ts";
import { ipv4Text, ipv6Text } from "./address-text.ts";
import type { Endpoint } from "./segment.ts";

/** Words of an endpoint's tuple: its kind, then four of its address, then its port. */
const KIND = 0;
const ADDRESS = 1;
const PORT = 5;

/** Kinds of endpoint. */
const IPV4 = 0;
const IPV6 = 1;
const VSOCK = 2;
const LINK_DIRECTION = 3;
const NAMED = 4;

/** Which side of a link without addresses sent a packet: as the file's flags say, or as its bytes do. */
export const LINK_SIDES = ["direction in", "direction out", "direction host", "direction guest"] as const;
/** Index in `LINK_SIDES`. */
export type LinkSide = 0 | 1 | 2 | 3;

/** A small number for each address with its port: equal endpoints have equal numbers, and a packet costs no string. */
export class EndpointTable {
  readonly #tuples = new TupleTable(6);
  readonly #names: string[] = [];

  /** How many endpoints have a number. */
  get size(): number {
    return this.#tuples.size;
  }

  /** The port of an endpoint that has one; `number` must have been given out, or be 0. */
  port(number: number): number {
    return this.#tuples.word(number, PORT);
  }

  /** The endpoint of a 4-byte address at `at` of the view. `guess`: the number it may well have. */
  ipv4(view: DataView, at: number, port: number, guess: number): number {
    const address = view.getUint32(at);
    // What most packets need, in fewer steps than a look-up of any tuple takes.
    const tuples = this.#tuples;
    const isGuess =
      guess < tuples.size &&
      tuples.word(guess, ADDRESS) === address &&
      tuples.word(guess, PORT) === port &&
      tuples.word(guess, KIND) === IPV4;
    return isGuess ? guess : this.#intern(IPV4, address, 0, 0, 0, port, guess);
  }

  /** The endpoint of a 16-byte address at `at` of the view. */
  ipv6(view: DataView, at: number, port: number, guess: number): number {
    return this.#intern(
      IPV6,
      view.getUint32(at),
      view.getUint32(at + 4),
      view.getUint32(at + 8),
      view.getUint32(at + 12),
      port,
      guess,
    );
  }

  /** The endpoint of a vsock context id, in two halves of 32 bits, and a port of 32 bits. */
  vsock(cidLow: number, cidHigh: number, port: number, guess: number): number {
    return this.#intern(VSOCK, cidLow, cidHigh, 0, 0, port, guess);
  }

  /** One side of a link without addresses, by its number; an interface that it is seen on goes into the text. */
  linkSide(link: number, interfaceIndex: number, side: LinkSide): number {
    return this.#intern(LINK_DIRECTION, link, interfaceIndex, side, 0, 0, 0);
  }

  /** A new endpoint that is only a name, as of a bare byte stream's file. */
  named(name: string): number {
    this.#names.push(name);
    return this.#intern(NAMED, this.#names.length - 1, 0, 0, 0, 0, 0);
  }

  /** An endpoint as text and parts. `number` must have been given out. */
  endpoint(number: number): Endpoint {
    const a = this.#tuples.word(number, ADDRESS);
    const b = this.#tuples.word(number, ADDRESS + 1);
    const c = this.#tuples.word(number, ADDRESS + 2);
    const port = this.#tuples.word(number, PORT);
    switch (this.#tuples.word(number, KIND)) {
      case IPV4:
        return { address: ipv4Text(a), port };
      case IPV6:
        return { address: ipv6Text([a, b, c, this.#tuples.word(number, ADDRESS + 3)]), port };
      case VSOCK:
        return { address: `cid ${(BigInt(b) << 32n) | BigInt(a)}`, port };
      case LINK_DIRECTION:
        return { address: b === 0 ? LINK_SIDES[c]! : `${LINK_SIDES[c]!} of interface ${b}`, port: null };
      default:
        return { address: this.#names[a] ?? "", port: null };
    }
  }

  #intern(kind: number, a: number, b: number, c: number, d: number, port: number, guess: number): number {
    const key = this.#tuples.key;
    key[0] = kind;
    key[1] = a;
    key[2] = b;
    key[3] = c;
    key[4] = d;
    key[5] = port;
    return this.#tuples.intern(guess);
  }
}
