import { fault, isFault, resolveVariable } from "../language/resolve.ts";
import type { Scope } from "../language/resolve.ts";
import type { Fault, Value } from "../language/syntax.ts";

/** The test of texts by the regular expression that a value is, between slashes or quotes, or what is wrong with it. */
export function regexTest(value: Value, scope: Scope): ((text: string) => boolean) | Fault {
  const literal = value.kind === "regex" ? value : resolveVariable(value, scope);
  if (isFault(literal)) return literal;
  const source = literal.kind === "regex" ? literal.source : literal.text;
  const flags = literal.kind === "regex" ? literal.flags : "";
  if (/[^imsu]/.test(flags)) {
    return fault(value, `The flags ${flags} cannot be used.`, "The flag i ignores case; m, s and u are known too.");
  }
  try {
    return scope.patterns.test(new RegExp(source, flags));
  } catch (error) {
    return fault(value, error instanceof Error ? `${error.message}.` : "This is no regular expression.", null);
  }
}
