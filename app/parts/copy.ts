/** Puts text on the clipboard. Browsers refuse outside of a key or click; then nothing is copied and nothing breaks. */
export function copyText(text: string): void {
  navigator.clipboard.writeText(text).catch(() => undefined);
}
