/** Sizes as people write and read them. */

const KIB = 1024;
export const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/** @type {Readonly<Record<string, number>>} */
const UNITS = { "": 1, KIB, MIB, GIB };

/**
 * Bytes of `100MiB`, `1 GiB` or `4096`; throws for what is no size.
 *
 * @param {string} text
 */
export function sizeOf(text) {
  const match = /^(\d+(?:\.\d+)?)\s*([KMG]iB)?$/i.exec(text.trim());
  const unit = UNITS[(match?.[2] ?? "").toUpperCase()];
  if (match === null || unit === undefined) throw new Error(`"${text}" is no size; 100MiB and 1GiB are`);
  return Math.round(Number(match[1]) * unit);
}

/** @param {number} bytes */
export function sizeText(bytes) {
  return bytes >= GIB ? `${+(bytes / GIB).toFixed(2)} GiB` : `${+(bytes / MIB).toFixed(1)} MiB`;
}
