/** One public name and the file that makes it. */
interface PublicName {
  readonly name: string;
  readonly path: string;
}

/** The names that an index hands out, with the files they come from. */
export function publicNames(index: string): PublicName[] {
  return [...index.matchAll(/^export (?:type )?\{([^}]*)\} from "\.\/([^"]*)";$/gm)].flatMap(
    ([, names = "", path = ""]) =>
      names
        .split(",")
        .map((entry) => entry.trim().split(" as ")[0] ?? "")
        .filter((name) => name !== "")
        .map((name) => ({ name, path })),
  );
}

/** False where a text defines a function, class or type of this name without a doc comment right above. */
export function isDescribed(text: string, name: string): boolean {
  const lines = text.split("\n");
  const at = lines.findIndex((line) =>
    new RegExp(`^export (?:async )?(?:function\\*?|class|interface|type) ${name}\\b`).test(line),
  );
  return at === -1 || (lines[at - 1] ?? "").endsWith("*/");
}
