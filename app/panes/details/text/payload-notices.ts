import type { PayloadProblem, PayloadTree } from "../../../../src-decoder/index.ts";
import { byteSize, count, counted } from "../../../format/numbers.ts";
import type { ByteRange } from "../model/field-model.ts";
import type { LoadedPayload } from "../frame/payload.ts";

/** Problems said above the text; the others stand on their lines. */
const MOST_PROBLEMS = 3;

/** Something to know before reading a payload's text. The range counts in the payload. */
export interface PayloadNotice {
  readonly text: string;
  readonly range: ByteRange | null;
}

/** What is wrong with a payload, the gravest first. */
export function payloadNotices(payload: LoadedPayload): readonly PayloadNotice[] {
  const { tree } = payload;
  const notices: PayloadNotice[] = holeNotice(payload);
  const fatal = innermostFaults(tree);
  for (const { node, at, text } of fatal.slice(0, MOST_PROBLEMS)) {
    const end = tree.end(node);
    // That the text ends where the hole begins has been said.
    if (payload.hole !== null && end >= payload.bytes.length) continue;
    const words = text.replace(/\.$/, "");
    notices.push({
      text: `Not whole JSON: ${words.charAt(0).toLowerCase()}${words.slice(1)}. What stands before byte ${count(at)} was read.`,
      range: end > at ? { start: at, end } : null,
    });
  }
  if (tree.behind !== null) {
    const { start, end } = tree.behind;
    notices.push({
      text: `${counted(end - start, "byte")} behind the first JSON value, from byte ${count(start)}: two messages may be glued together.`,
      range: tree.behind,
    });
  }
  if (payload.unread > 0) {
    notices.push({
      text: `Only the first ${byteSize(payload.bytes.length)} are read as JSON; ${byteSize(payload.unread)} follow and are in Bytes.`,
      range: null,
    });
  }
  if (payload.invalidPlaces > 0) {
    notices.push({
      text: `${counted(payload.invalidPlaces, "place is", "places are")} not UTF-8 and shown as \uFFFD; the bytes are in Bytes.`,
      range: null,
    });
  }
  return notices;
}

/** What follows a hole may belong anywhere: it is not read. */
function holeNotice({ hole }: LoadedPayload): PayloadNotice[] {
  if (hole === null) return [];
  const { offset, length } = hole;
  const lacks = `The capture lacks ${counted(length, "byte")} of the payload, from byte ${count(offset)} on`;
  return [{ text: `${lacks}: only what stands before is read.`, range: null }];
}

/** Where reading ended. A string that is cut and the JSON in it are one fault: that of the JSON is told. */
function innermostFaults(tree: PayloadTree): readonly PayloadProblem[] {
  const fatal = tree.problems.filter((problem) => problem.fatal);
  return fatal.filter(({ node }) => !fatal.some((other) => other.node > node && other.node < tree.next(node)));
}
