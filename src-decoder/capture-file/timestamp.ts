/**
 * Timestamps of pcapng: 64 bits in two halves that count units since 1970, the unit being a power of ten or of two of a second
 * (draft-ietf-opsawg-pcapng, `if_tsresol`, `if_tsoffset`).
 */

const MOST_DECIMALS = 9;
const NANOSECONDS = 10n ** BigInt(MOST_DECIMALS);
/** A unit count within a second stays exact as a number, and so does its sum with 32 bits, up to this many units a second. */
const LARGEST_EXACT_UNITS = 2n ** 52n;
/** Years 0 to 9999: what dates can be written for. */
const FIRST_SECOND = -62_167_219_200;
const LAST_SECOND = 253_402_300_799;

/** `if_tsresol` of an interface that does not say: microseconds. */
export const DEFAULT_RESOLUTION = 6;

export class TimestampReader {
  /** The last timestamp read: whole seconds since 1970, NaN where it is no date of the years 0 to 9999; and nanoseconds, rounded down. */
  seconds = Number.NaN;
  nanoseconds = 0;
  /** Of a second, that timestamps tell: at most the nine of nanoseconds, which those of a power of two may need. */
  readonly decimals: number;
  readonly #unitsPerSecond: bigint;
  /** The same as a number; NaN where that would not be exact enough to count with. */
  readonly #units: number;
  /** Nanoseconds a unit, as a fraction in its lowest terms. */
  readonly #multiplier: number;
  readonly #divisor: number;
  readonly #offset: number;
  /** The upper half of the last timestamp, and it as whole seconds and a rest in units: it changes once in 2^32 units. */
  #high = -1;
  #highSeconds = 0;
  #highRest = 0;

  /** `resolution` is the byte of `if_tsresol`, `offset` the seconds of `if_tsoffset`. */
  constructor(resolution: number, offset: number) {
    const exponent = resolution & 0x7f;
    const base = (resolution & 0x80) === 0 ? 10 : 2;
    this.decimals = base === 10 ? Math.min(exponent, MOST_DECIMALS) : MOST_DECIMALS;
    this.#unitsPerSecond = BigInt(base) ** BigInt(exponent);
    this.#units = this.#unitsPerSecond <= LARGEST_EXACT_UNITS ? Number(this.#unitsPerSecond) : Number.NaN;
    const divisor = greatestCommonDivisor(NANOSECONDS, this.#unitsPerSecond);
    this.#multiplier = Number(NANOSECONDS / divisor);
    this.#divisor = Number(this.#unitsPerSecond / divisor);
    this.#offset = offset;
  }

  /** Sets `seconds` and `nanoseconds`. */
  read(high: number, low: number): void {
    const units = this.#units;
    if (Number.isNaN(units)) {
      this.#readExactly((BigInt(high) << 32n) | BigInt(low));
      return;
    }
    if (high !== this.#high) this.#enter(high);
    const rest = this.#highRest + low;
    const carried = rest < units ? 0 : Math.floor(rest / units);
    this.#setSeconds(this.#highSeconds + carried);
    this.nanoseconds = this.#nanosecondsOf(rest - carried * units);
  }

  #enter(high: number): void {
    const value = BigInt(high) << 32n;
    this.#high = high;
    this.#highSeconds = Number(value / this.#unitsPerSecond);
    this.#highRest = Number(value % this.#unitsPerSecond);
  }

  #nanosecondsOf(rest: number): number {
    const product = rest * this.#multiplier;
    if (product <= Number.MAX_SAFE_INTEGER) return Math.floor(product / this.#divisor);
    return Number((BigInt(rest) * NANOSECONDS) / this.#unitsPerSecond);
  }

  #readExactly(value: bigint): void {
    this.#setSeconds(Number(value / this.#unitsPerSecond));
    this.nanoseconds = Number(((value % this.#unitsPerSecond) * NANOSECONDS) / this.#unitsPerSecond);
  }

  #setSeconds(seconds: number): void {
    const shifted = seconds + this.#offset;
    this.seconds = shifted >= FIRST_SECOND && shifted <= LAST_SECOND ? shifted : Number.NaN;
  }
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}
