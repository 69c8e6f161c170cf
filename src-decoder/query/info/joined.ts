/** `lun 3`; null where there is no value. */
export function labelled(label: string, value: string | null, unit = ""): string | null {
  return value === null || value === "" ? null : `${label} ${value}${unit}`;
}

/** The parts that say something, put together. */
export function joined(separator: string, ...parts: readonly (string | null | undefined)[]): string {
  let text = "";
  for (const part of parts) {
    if (part !== null && part !== undefined && part !== "") text += text === "" ? part : separator + part;
  }
  return text;
}
