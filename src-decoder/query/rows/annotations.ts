/** What people said of single frames of a capture: what the fields `marked` and `ignored` read, whoever asks for them. */
import type { Capture } from "../../model/capture.ts";
import { RowRanges } from "./row-ranges.ts";

/** Sets of rows. They are replaced as people go on: readers that were bound before tell what is said now. */
export interface Annotations {
  marked: RowRanges;
  ignored: RowRanges;
}

const said = new WeakMap<Capture, Annotations>();

/** What is said of the frames of a capture; of one that was just opened, nothing. */
export function annotationsOf(capture: Capture): Annotations {
  let annotations = said.get(capture);
  if (annotations === undefined) {
    annotations = { marked: RowRanges.EMPTY, ignored: RowRanges.EMPTY };
    said.set(capture, annotations);
  }
  return annotations;
}
