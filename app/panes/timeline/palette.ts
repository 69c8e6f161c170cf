/** The colours of the style sheet, resolved for a canvas, which knows neither variables nor themes. */
const TOKENS = {
  surface: "--surface",
  raised: "--surface-raised",
  sunken: "--surface-sunken",
  line: "--line",
  lineStrong: "--line-strong",
  text: "--text",
  textSecondary: "--text-secondary",
  accent: "--accent",
  focus: "--focus",
  call: "--host-to-guest",
  notification: "--guest-to-host",
  error: "--error",
  pending: "--pending",
  pendingSurface: "--pending-surface",
} as const;

export type Palette = Readonly<Record<keyof typeof TOKENS, string>> & {
  /** The font of data, for `context.font`. */
  readonly font: string;
};

/** Reads the colours in force inside `element`. Call it when the theme may have changed, not for each picture. */
export function readPalette(element: HTMLElement): Palette {
  const probe = document.createElement("span");
  probe.hidden = true;
  // Where the system forces colours on texts all would be one; a canvas is a picture and keeps its own.
  probe.style.setProperty("forced-color-adjust", "none");
  element.append(probe);
  const colour = (token: string): string => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const read = (key: keyof typeof TOKENS): string => colour(TOKENS[key]);
  const palette: Palette = {
    surface: read("surface"),
    raised: read("raised"),
    sunken: read("sunken"),
    line: read("line"),
    lineStrong: read("lineStrong"),
    text: read("text"),
    textSecondary: read("textSecondary"),
    accent: read("accent"),
    focus: read("focus"),
    call: read("call"),
    notification: read("notification"),
    error: read("error"),
    pending: read("pending"),
    pendingSurface: read("pendingSurface"),
    font: `11px ${getComputedStyle(element).fontFamily}`,
  };
  probe.remove();
  return palette;
}

/** A pattern of slanting lines, for what is not in the capture. */
export function hatching(context: CanvasRenderingContext2D, colour: string): CanvasPattern | string {
  const tile = document.createElement("canvas");
  tile.width = 8;
  tile.height = 8;
  const pen = tile.getContext("2d");
  if (pen === null) return colour;
  pen.strokeStyle = colour;
  pen.lineWidth = 1.2;
  pen.beginPath();
  for (const shift of [-8, 0, 8]) {
    pen.moveTo(shift, 8);
    pen.lineTo(shift + 8, 0);
  }
  pen.stroke();
  return context.createPattern(tile, "repeat") ?? colour;
}
