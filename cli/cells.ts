import { readInfo, textReader, valueReader } from "../src-decoder/index.ts";
import type { Capture, Field, FieldValue } from "../src-decoder/index.ts";
import { payloadDigest } from "./payload-digest.ts";

/**
 * The chosen fields of a row. Values that must be read from the files come with `load`, so that a list without them waits for
 * nothing.
 */
export class Cells {
  readonly #capture: Capture;
  readonly #readers: readonly ((row: number) => FieldValue)[];
  readonly #needsDigest: boolean;
  readonly #needsInfo: boolean;
  #digest: string | null = null;
  #info: string | null = null;

  private constructor(
    fields: readonly Field[],
    capture: Capture,
    reader: (field: Exclude<Field, { type: "payload" }>) => (row: number) => FieldValue,
  ) {
    this.#capture = capture;
    const needs = (value: "digest" | "info") =>
      fields.some((field) => field.type === "payload" && field.value === value);
    this.#needsDigest = needs("digest");
    this.#needsInfo = needs("info");
    this.#readers = fields.map((field) => {
      if (field.type !== "payload") return reader(field);
      return field.value === "digest" ? () => this.#digest : () => this.#info;
    });
  }

  /** Raw values, as scripts get them. */
  static values(fields: readonly Field[], capture: Capture): Cells {
    return new Cells(fields, capture, (field) => valueReader(field, capture));
  }

  /** As people read them. */
  static texts(fields: readonly Field[], capture: Capture): Cells {
    return new Cells(fields, capture, (field) => {
      if (field.type !== "time") return textReader(field, capture);
      // Seconds since the first packet: in a list they say more than the date, which `summary` tells.
      const time = field.bind(capture);
      return (row) => secondsText(time(row));
    });
  }

  /** The values of a row, in the order of the fields. */
  async load(row: number): Promise<readonly FieldValue[]> {
    if (this.#needsDigest) this.#digest = await payloadDigest(this.#capture, row);
    if (this.#needsInfo) this.#info = await readInfo(this.#capture, row);
    return this.#readers.map((read) => read(row));
  }
}

/** `6.172345678`: nanoseconds as seconds with every digit; empty for a time that is not known. */
function secondsText(ns: number): string {
  if (Number.isNaN(ns)) return "";
  const magnitude = Math.abs(ns);
  const fraction = String(magnitude % 1e9).padStart(9, "0");
  return `${ns < 0 ? "-" : ""}${Math.floor(magnitude / 1e9)}.${fraction}`;
}
