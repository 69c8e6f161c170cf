/** Monaco's two themes, made from the page's tokens, so that no colour is said twice. */
import type { Monaco } from "./load.ts";

export type ThemeName = "light" | "dark";

/** Monaco's colour ids (its documentation, "theme color") and the tokens they take. */
const COLOURS: Readonly<Record<string, string>> = {
  "editor.background": "--surface",
  "editor.foreground": "--text",
  "editorLineNumber.foreground": "--text-faint",
  "editorLineNumber.activeForeground": "--text",
  "editorCursor.foreground": "--accent",
  "editor.selectionBackground": "--selection",
  "editor.inactiveSelectionBackground": "--selection-idle",
  "editor.lineHighlightBackground": "--surface-hover",
  "editor.lineHighlightBorder": "--surface-hover",
  "editor.findMatchBackground": "--pending-surface",
  "editor.findMatchBorder": "--pending",
  "editor.findMatchHighlightBackground": "--pending-surface",
  "editor.findMatchHighlightBorder": "--line-strong",
  "editor.wordHighlightBackground": "--selection-idle",
  "editor.wordHighlightTextBackground": "--selection-idle",
  "editorBracketMatch.background": "--selection-idle",
  "editorBracketMatch.border": "--line-strong",
  "editorIndentGuide.background1": "--line",
  "editorIndentGuide.activeBackground1": "--line-strong",
  "editorStickyScroll.background": "--surface",
  "editorStickyScroll.border": "--line",
  "editorStickyScrollHover.background": "--surface-hover",
  "editorGutter.foldingControlForeground": "--text-faint",
  "editorWidget.background": "--surface-floating",
  "editorWidget.foreground": "--text",
  "editorWidget.border": "--line-strong",
  "editorHoverWidget.background": "--surface-floating",
  "editorHoverWidget.foreground": "--text",
  "editorHoverWidget.border": "--line-strong",
  "editorError.foreground": "--error",
  "editorWarning.foreground": "--severity-warning",
  "diffEditor.insertedTextBackground": "--added",
  "diffEditor.insertedLineBackground": "--added-line",
  "diffEditor.removedTextBackground": "--removed",
  "diffEditor.removedLineBackground": "--removed-line",
  "diffEditor.diagonalFill": "--line",
  "diffEditor.unchangedRegionBackground": "--surface-raised",
  "diffEditor.unchangedRegionForeground": "--text-secondary",
  "diffEditor.unchangedCodeBackground": "--surface",
  "input.background": "--surface",
  "input.foreground": "--text",
  "input.border": "--line-strong",
  "inputOption.activeBackground": "--selection",
  "inputOption.activeForeground": "--text",
  "inputOption.activeBorder": "--accent",
  "menu.background": "--surface-floating",
  "menu.foreground": "--text",
  "menu.selectionBackground": "--selection",
  "menu.selectionForeground": "--text",
  focusBorder: "--focus",
  "scrollbar.shadow": "--line",
};

/** What JSON's parts are coloured with; grey but for keys, as colour has other work on this page. */
const TOKENS: Readonly<Record<string, string>> = {
  "string.key.json": "--accent-text",
  "string.value.json": "--text",
  "number.json": "--text",
  "keyword.json": "--text-secondary",
  delimiter: "--text-faint",
};

/** Defines both themes from the tokens as they are now. */
export function defineThemes(monaco: Monaco): void {
  for (const name of ["light", "dark"] as const) {
    const resolve = tokenReader(name);
    const bracket = resolve.colour("--text-faint");
    const brackets = Array.from({ length: 6 }, (_, level) => [
      `editorBracketHighlight.foreground${level + 1}`,
      bracket,
    ]);
    monaco.editor.defineTheme(themeId(name), {
      base: name === "light" ? "vs" : "vs-dark",
      inherit: true,
      rules: Object.entries(TOKENS).map(([token, variable]) => ({
        token,
        foreground: resolve.colour(variable).slice(1),
      })),
      colors: {
        ...Object.fromEntries(Object.entries(COLOURS).map(([id, variable]) => [id, resolve.colour(variable)])),
        ...Object.fromEntries(brackets),
        // In a payload that is cut, brackets do not match through no fault of their own.
        "editorBracketHighlight.unexpectedBracket.foreground": bracket,
      },
    });
    resolve.done();
  }
}

export function themeId(name: ThemeName): string {
  return `bridgescope-${name}`;
}

/** Reads colour tokens as they are in one theme: the browser resolves `light-dark()` on a hidden element of that scheme. */
function tokenReader(scheme: ThemeName): { colour: (variable: string) => string; done: () => void } {
  const probe = document.createElement("span");
  probe.hidden = true;
  probe.style.colorScheme = scheme;
  // Where the system forces colours all would be one, and the editor, which keeps its own, black on black.
  probe.style.setProperty("forced-color-adjust", "none");
  document.body.append(probe);
  return {
    colour: (variable) => {
      probe.style.color = `var(${variable})`;
      return hexColour(getComputedStyle(probe).color);
    },
    done: () => probe.remove(),
  };
}

/** `rgb(27, 28, 32)` as `#1b1c20`: Monaco reads no other notation. */
function hexColour(computed: string): string {
  const [red = 0, green = 0, blue = 0] = (computed.match(/[\d.]+/g) ?? []).map(Number);
  return `#${[red, green, blue].map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}
