/**
 * The two encoders that every host of the decoder has (browser, worker, Node) but that the ES library does not declare.
 * Declared here by hand so that `src-decoder/tsconfig.json` can leave out the DOM and Node: whatever else is used fails to compile.
 */
declare class TextDecoder {
  constructor(label?: "utf-8" | "latin1", options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(input?: Uint8Array, options?: { stream?: boolean }): string;
}
declare class TextEncoder {
  encode(input?: string): Uint8Array<ArrayBuffer>;
}
