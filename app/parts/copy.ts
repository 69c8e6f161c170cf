/** Puts text on the clipboard. Browsers refuse outside of a key or click; then nothing is copied and nothing breaks. */
export function copyText(text: string): void {
  navigator.clipboard.writeText(text).catch(() => undefined);
}

/**
 * Puts text on the clipboard that is still being made: the browser is asked at once, while it still knows the key or click that it is for.
 * Rejects where `text` does, and where the browser refuses.
 */
export async function copyWhenMade(text: Promise<Blob>): Promise<void> {
  const made = text.then((blob) => (blob.type === "text/plain" ? blob : new Blob([blob], { type: "text/plain" })));
  const [, written] = await Promise.allSettled([
    made,
    navigator.clipboard.write([new ClipboardItem({ "text/plain": made })]),
  ]);
  // What the text itself failed with says more than that it could not be written.
  await made;
  if (written.status === "rejected") throw new Error("The browser does not let the page use the clipboard.");
}
