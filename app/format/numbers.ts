/** Numbers as the page writes them. Pure functions; formatters are made once, as making one costs more than using it. */
const COUNT = new Intl.NumberFormat("en-US");

/** `5,845`. */
export function count(value: number): string {
  return COUNT.format(value);
}

/** `1 frame`, `5,845 frames`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

const BYTE_UNITS = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** `760 B`, `1.50 KiB`, `312 MiB`: three digits, binary units. */
export function byteSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < BYTE_UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? count(value) : threeDigits(value)} ${BYTE_UNITS[unit]}`;
}

/** The value with three significant digits and no exponent: `1.23`, `12.3`, `1,234`. */
export function threeDigits(value: number): string {
  if (value < 9.995) return value.toFixed(2);
  if (value < 99.95) return value.toFixed(1);
  return count(Math.round(value));
}

/** `16 % read`. */
export function shareRead({
  bytesRead,
  bytesTotal,
}: {
  readonly bytesRead: number;
  readonly bytesTotal: number;
}): string {
  const share = percent({ searched: bytesRead, bytes: bytesTotal });
  return `${share === 0 ? "under 1" : share} % read`;
}

/** Whole percents, rounded down: 100 is all. */
export function percent({ searched, bytes }: { readonly searched: number; readonly bytes: number }): number {
  return bytes === 0 ? 100 : Math.min(100, Math.floor((searched / bytes) * 100));
}
