import { fieldOf } from "../fields/fields.ts";
import { expressionOf } from "./combine.ts";
import { withOperands } from "./operands.ts";
import { print } from "./print.ts";
import { splitPath } from "./resolve.ts";
import type { Operand } from "./syntax.ts";

/** Keys of fields that answers alone have a value of. */
const OF_ANSWERS: ReadonlySet<string> = new Set(["latencyNs", "result", "resultName", "error", "slow"]);

/** A filter that asks of the paired frame what the one it was made from asked of the frame itself. */
export interface PeerFilter {
  readonly filter: string;
  /** The names that were asked, as they were written, each once. */
  readonly names: readonly string[];
}

/**
 * A filter that puts a question about answers, `latency > 1s`, beside one about requests lets nothing pass: the same with `peer.latency`. Null
 * for a filter that cannot be parsed, that has no such question beside others, or that asks the paired frame already.
 */
export function askPeer(filter: string): PeerFilter | null {
  const expression = expressionOf(filter);
  if (expression === null) return null;
  const names = new Set<string>();
  let others = 0;
  let asksPeer = false;
  const asked = (operand: Operand): Operand => {
    const { name, ofPeer } = splitPath(operand.path);
    asksPeer ||= ofPeer;
    if (ofPeer || !OF_ANSWERS.has(fieldOf(name)?.key ?? "")) {
      others++;
      return operand;
    }
    names.add(operand.path);
    return { ...operand, path: `peer.${operand.path}` };
  };
  const changed = withOperands(expression, asked);
  return names.size === 0 || others === 0 || asksPeer ? null : { filter: print(changed), names: [...names] };
}
