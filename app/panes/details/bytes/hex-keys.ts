/** Where a key moves the focus among `length` bytes, `width` a row and `page` rows a screen; null for keys that do not. */
export function movedFocus(key: string, focus: number, width: number, page: number, length: number): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -width,
    ArrowDown: width,
    PageUp: -width * page,
    PageDown: width * page,
    Home: -length,
    End: length,
  };
  const step = steps[key];
  if (step === undefined || length === 0) return null;
  if (focus < 0) return key === "End" ? length - 1 : 0;
  const moved = focus + step;
  // Up and down keep their column; where there is no such byte they stay.
  if (Math.abs(step) === width && width > 1 && (moved < 0 || moved >= length)) return focus;
  return Math.max(0, Math.min(length - 1, moved));
}
