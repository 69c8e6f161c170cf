/**
 * Which part of the project may import which: the list that the design's fifth rule asks for. What is not allowed here is
 * forbidden. Types count like values, as a type that leaks couples two parts as well as a call does.
 */
import { builtinModules } from "node:module";
import { posix } from "node:path";
import { parseSync } from "vite";

/** Folders of the decoder from the bytes towards the screen; each may import those before it, never those behind it. */
const DECODER_ORDER = [
  "bytes",
  "capture-file",
  "network",
  "stream",
  "bridge",
  "model",
  "correlate",
  "diagnose",
  "query",
  "export",
  "session",
];

/** The largest stage has an order of its own; a part may import those before it. */
const PARTS_OF_STAGE: Readonly<Record<string, readonly string[]>> = {
  query: ["rows", "fields", "language", "payload", "info", "filter", "columns", "completion", "find", "conversation"],
};

const DECODER_ENTRY = "src-decoder/index.ts";

/** The files above all stages: the public surface, and the pipeline that joins the stages. */
const DECODER_TOP = [DECODER_ENTRY, "src-decoder/capture-reader.ts"];

/** The packages that single files of the decoder wrap. */
const WRAPPED_PACKAGES: Readonly<Record<string, readonly string[]>> = {
  "src-decoder/capture-file/pcap.ts": ["pcap-parser"],
};

/** A file's import: where it leads, either a file of the project or a package. */
type Target = { readonly file: string } | { readonly package: string };

interface Area {
  readonly folder: string;
  allows(from: string, target: Target): boolean;
}

const isBuiltin = (name: string): boolean => name.startsWith("node:") || builtinModules.includes(name);
const isBelow = (file: string, ...folders: readonly string[]): boolean =>
  folders.some((folder) => file.startsWith(`${folder}/`));

/** The first area that a file lies in decides. Tests may import everything, as they test single parts. */
function areas(runtimePackages: readonly string[]): readonly Area[] {
  return [
    { folder: "src-decoder", allows: decoderAllows },
    {
      folder: "app",
      allows: (_, target) =>
        "file" in target
          ? isBelow(target.file, "app") || target.file === DECODER_ENTRY
          : runtimePackages.includes(target.package),
    },
    {
      // The starter builds the command line when it is stale, so it stands with the scripts.
      folder: "cli/bin",
      allows: (_, target) =>
        "file" in target ? isBelow(target.file, "scripts/lib") : isBuiltin(target.package) || target.package === "vite",
    },
    {
      folder: "cli",
      allows: (_, target) =>
        "file" in target
          ? isBelow(target.file, "cli") || [DECODER_ENTRY, "package.json"].includes(target.file)
          : isBuiltin(target.package),
    },
    { folder: "build", allows: (_, target) => !("file" in target) || isBelow(target.file, "build") },
    { folder: "scripts", allows: (_, target) => !("file" in target) || isBelow(target.file, "scripts", "build") },
    { folder: "tests", allows: () => true },
  ];
}

function decoderAllows(from: string, target: Target): boolean {
  if ("package" in target) return WRAPPED_PACKAGES[from]?.includes(target.package) === true;
  if (!isBelow(target.file, "src-decoder")) return false;
  if (DECODER_TOP.includes(from)) return true;
  const own = DECODER_ORDER.indexOf(folderOf(from));
  const other = DECODER_ORDER.indexOf(folderOf(target.file));
  if (own === -1 || other === -1 || other > own) return false;
  return own > other || partsAllow(folderOf(from), from, target.file);
}

/** Whether one part of a stage may import another. */
function partsAllow(stage: string, from: string, to: string): boolean {
  const parts = PARTS_OF_STAGE[stage];
  if (parts === undefined) return true;
  const own = parts.indexOf(partOf(from));
  const other = parts.indexOf(partOf(to));
  return own !== -1 && other !== -1 && other <= own;
}

/** `language` of `src-decoder/query/language/parse.ts`; a file of the stage's own folder has none. */
function partOf(file: string): string {
  const [, , part = "", ...rest] = file.split("/");
  return rest.length > 0 ? part : "";
}

/** `stream` of `src-decoder/stream/pieces.ts`; a file of the decoder's own folder has none. */
function folderOf(file: string): string {
  const [, folder = "", ...rest] = file.split("/");
  return rest.length > 0 ? folder : "";
}

/** Nodes of the syntax tree that name another module in `source` or `expression`. */
const IMPORTING = new Set([
  "ImportDeclaration",
  "ExportNamedDeclaration",
  "ExportAllDeclaration",
  "ImportExpression",
  "TSImportType",
  "TSExternalModuleReference",
]);

/** The modules that a source text names, as written, in order. */
export function importsOf(path: string, text: string): string[] {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`);
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    if ("type" in node && typeof node.type === "string" && IMPORTING.has(node.type)) {
      for (const name of [literal(node, "source"), literal(node, "expression")]) if (name !== null) found.push(name);
    }
    for (const child of Object.values(node)) visit(child);
  };
  visit(program);
  return found;
}

function literal(node: object, key: string): string | null {
  const value: unknown = Object.entries(node).find(([name]) => name === key)?.[1];
  const isLiteral = typeof value === "object" && value !== null && "value" in value && typeof value.value === "string";
  return isLiteral ? String(value.value) : null;
}

function targetOf(from: string, name: string): Target {
  const path = name.replace(/\?.*$/, "");
  if (path.startsWith(".")) return { file: posix.join(posix.dirname(from), path) };
  if (path.startsWith("/")) return { file: path.slice(1) };
  if (isBuiltin(path)) return { package: path };
  return { package: path.split("/", path.startsWith("@") ? 2 : 1).join("/") };
}

/**
 * What breaks the rules, a sentence each.
 *
 * @param files source text by path from the project's folder
 * @param runtimePackages names in the `dependencies` of `package.json`
 */
export function importViolations(files: ReadonlyMap<string, string>, runtimePackages: readonly string[]): string[] {
  const all = areas(runtimePackages);
  const violations: string[] = [];
  for (const [path, text] of files) {
    const area = all.find(({ folder }) => isBelow(path, folder));
    if (area === undefined) {
      violations.push(`${path} is in no known area`);
      continue;
    }
    for (const name of importsOf(path, text)) {
      if (!area.allows(path, targetOf(path, name))) violations.push(`${path} may not import ${name}`);
    }
  }
  return violations;
}
