/** One bundled capture, as `public/samples/index.json` lists it. */
export interface Sample {
  readonly file: string;
  readonly title: string;
  /** What is in it, one line. */
  readonly text: string;
  readonly bytes: number;
}

/** The list of samples; empty where it cannot be had, as the page works without. */
export async function loadSamples(): Promise<readonly Sample[]> {
  try {
    const response = await fetch("samples/index.json");
    const list: unknown = response.ok ? await response.json() : [];
    return Array.isArray(list) ? list.filter(isSample) : [];
  } catch {
    return [];
  }
}

function isSample(value: unknown): value is Sample {
  if (typeof value !== "object" || value === null) return false;
  return (
    "file" in value &&
    typeof value.file === "string" &&
    "title" in value &&
    typeof value.title === "string" &&
    "text" in value &&
    typeof value.text === "string" &&
    "bytes" in value &&
    typeof value.bytes === "number"
  );
}
