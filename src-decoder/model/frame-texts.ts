/** Texts that few frames have, by small numbers: what a `TextReader` of the filter reads. */

/** Texts that some frames have: each text once, and by row which. */
export interface FrameTexts {
  /** By code; the first is empty. */
  readonly texts: readonly string[];
  /** By row; a frame without a text has none. */
  readonly codes: ReadonlyMap<number, number>;
}

/** The text of each row that `named` has something for; equal texts get one code. */
export function frameTexts<T>(named: ReadonlyMap<number, T>, textOf: (said: T) => string): FrameTexts {
  const texts = [""];
  const numbers = new Map<string, number>();
  const codes = new Map<number, number>();
  for (const [row, said] of named) {
    const text = textOf(said);
    let code = numbers.get(text);
    if (code === undefined) {
      code = texts.length;
      numbers.set(text, code);
      texts.push(text);
    }
    codes.set(row, code);
  }
  return { texts, codes };
}
