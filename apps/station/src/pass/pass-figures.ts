import type { PassReport, Utc } from '@app/contracts';
import { utcSchema } from '@app/contracts';
import { formatUtc, secondsBetween, type Tai } from '@app/time';
import type { SignalReading } from './reception.js';

type DeviceError = PassReport['deviceErrors'][number];

/** Different errors that are told apart; more go as one. */
const MOST_ERRORS = 40;
const LONGEST_ERROR = 300;

/** Mean and extremes of a row of numbers, as they come. */
class Spread {
  count = 0;
  private sum = 0;
  private squares = 0;
  private least = Infinity;
  private most = -Infinity;

  take(value: number): void {
    this.count++;
    this.sum += value;
    this.squares += value * value;
    this.least = Math.min(this.least, value);
    this.most = Math.max(this.most, value);
  }

  get min(): number {
    return this.least;
  }

  get max(): number {
    return this.most;
  }

  get mean(): number {
    return this.sum / this.count;
  }

  get rms(): number {
    return Math.sqrt(this.squares / this.count);
  }
}

/** What is measured in the course of a pass. */
export class PassFigures {
  /** The last one; null before there was any, and while the rotator does not answer. */
  pointingErrorDeg: number | null = null;
  /** When reception fell back from samples to the baseband unit; undefined where it did not. */
  fellBackAt: Tai | undefined;
  private readonly pointing = new Spread();
  private readonly esN0Db = new Spread();
  private readonly doppler = new Spread();
  private readonly locks: { readonly from: Tai; to: Tai | undefined }[] = [];
  private readonly errors = new Map<string, DeviceError>();
  private received = 0;
  private gaps = 0;
  private lost = 0;
  private hasSamples = false;

  /** `counts`: the antenna is to be on its target just now. */
  takePointing(errorDeg: number, counts: boolean): void {
    this.pointingErrorDeg = errorDeg;
    if (counts) this.pointing.take(errorDeg);
  }

  takeSignal({ bitLock, esN0Db, carrierOffsetHz }: SignalReading): void {
    if (!bitLock) return;
    if (esN0Db !== null) this.esN0Db.take(esN0Db);
    if (carrierOffsetHz !== null) this.doppler.take(carrierOffsetHz);
  }

  takeSamples(count: number): void {
    this.hasSamples = true;
    this.received += count;
  }

  /** A break in the run of samples, and how many are missing by the times on both sides. */
  takeGap(missing: number): void {
    this.gaps++;
    this.lost += missing;
  }

  takeLock(inLock: boolean, at: Tai): void {
    const last = this.locks.at(-1);
    const open = last !== undefined && last.to === undefined;
    if (inLock && !open) this.locks.push({ from: at, to: undefined });
    if (!inLock && open) last.to = at;
  }

  takeError(device: DeviceError['device'], error: unknown, now: Tai): void {
    const text = (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_ERROR);
    const key = `${device} ${text}`;
    const at = utc(now);
    const known = this.errors.get(key);
    if (known !== undefined) return void this.errors.set(key, { ...known, count: known.count + 1, lastAt: at });
    if (this.errors.size < MOST_ERRORS)
      return void this.errors.set(key, { device, error: text, count: 1, firstAt: at, lastAt: at });
    const others = `${device} others`;
    const { count = 0, firstAt = at } = this.errors.get(others) ?? {};
    this.errors.set(others, { device, error: 'others', count: count + 1, firstAt, lastAt: at });
  }

  /** `end`: of a lock that holds still. */
  report(
    end: Tai,
  ): Pick<
    PassReport,
    | 'locks'
    | 'lockedS'
    | 'esN0Db'
    | 'pointingErrorDeg'
    | 'dopplerResidualHz'
    | 'samples'
    | 'fellBackAt'
    | 'deviceErrors'
  > {
    const { doppler, esN0Db, pointing } = this;
    const locks = this.locks.map(({ from, to = end }) => ({ from, to }));
    return {
      locks: locks.map(({ from, to }) => ({ from: utc(from), to: utc(to) })),
      lockedS: rounded(locks.reduce((sum, { from, to }) => sum + secondsBetween(from, to), 0)),
      esN0Db:
        esN0Db.count === 0 ? null : { min: rounded(esN0Db.min), mean: rounded(esN0Db.mean), max: rounded(esN0Db.max) },
      pointingErrorDeg:
        pointing.count === 0
          ? null
          : { rms: rounded(pointing.rms), max: rounded(pointing.max), readings: pointing.count },
      dopplerResidualHz:
        doppler.count === 0 ? null : { mean: rounded(doppler.mean), rms: rounded(doppler.rms), blocks: doppler.count },
      samples: this.hasSamples ? { received: this.received, gaps: this.gaps, lost: this.lost } : null,
      ...(this.fellBackAt === undefined ? {} : { fellBackAt: utc(this.fellBackAt) }),
      deviceErrors: [...this.errors.values()],
    };
  }
}

export function utc(instant: Tai): Utc {
  return utcSchema.parse(formatUtc(instant));
}

/** To a ten-thousandth. */
function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
