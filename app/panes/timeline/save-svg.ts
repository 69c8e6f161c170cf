/** A saved diagram brings its look along: on white, as it goes into reports. */
const STYLE = `
svg { background: #fff; font: 12px ui-monospace, Consolas, monospace; fill: #1b1c20 }
.sequence-life { stroke: #b5b5bf }
.sequence-name { font-weight: 600 }
.sequence-time { fill: #52535e }
.sequence-line { stroke: #52535e; fill: none }
.sequence-head { fill: #52535e }
.sequence-hit { fill: none }
[data-bad] .sequence-text, [data-bad] .sequence-head { fill: #b3161f }
[data-bad] .sequence-line { stroke: #b3161f }
`;

/** Offers a drawing as a file of its own. */
export function saveSvg(svg: SVGSVGElement | null, name: string): void {
  const copy = svg?.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) return;
  const style = document.createElementNS("http://www.w3.org/2000/svg", "style");
  style.textContent = STYLE;
  copy.prepend(style);
  const file = new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" });
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the address by the time that it is given back.
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
