import { type Iq } from '@app/radio';
import { plusSeconds, secondsBetween, type Tai } from '@app/time';
import { IqSink, type ReceiverTuning } from '../devices/sdr/iq-source.js';

/** Samples that were radiated one after the other. */
export interface RadiatedPiece {
  readonly samples: Iq;
  /** Instants of the first sample, and of the one behind the last. */
  readonly first: Tai;
  readonly end: Tai;
  readonly tuning: ReceiverTuning;
}

export interface AntennaIqSinkCounts {
  readonly samples: number;
  /** They came when their instant had passed on board already, and are lost. */
  readonly samplesLate: number;
}

/** A spacecraft that lags behind the transmitter by more than this misses what is older, seconds. */
const KEPT_S = 5;

/** What one antenna radiates in samples, kept until every spacecraft has had it. */
export class AntennaIqSink extends IqSink {
  private readonly tally = { samples: 0, samplesLate: 0 };
  /** In the order of their instants. */
  private pieces: RadiatedPiece[] = [];
  private passedUntil: Tai = 0n;

  get counts(): AntennaIqSinkCounts {
    return { ...this.tally };
  }

  override radiate(samples: Iq, firstSampleAt: Tai, tuning: ReceiverTuning): void {
    const count = samples.length / 2;
    this.tally.samples += count;
    const behind = Math.ceil(secondsBetween(firstSampleAt, this.passedUntil) * tuning.sampleRateHz - 1e-6);
    const late = Math.min(count, Math.max(0, behind));
    this.tally.samplesLate += late;
    if (late === count) return;
    const piece = {
      samples: samples.slice(2 * late),
      first: plusSeconds(firstSampleAt, late / tuning.sampleRateHz),
      end: plusSeconds(firstSampleAt, count / tuning.sampleRateHz),
      tuning,
    };
    let place = this.pieces.length;
    while (place > 0 && this.pieces[place - 1]!.first > piece.first) place--;
    this.pieces.splice(place, 0, piece);
    const oldest = plusSeconds(this.pieces.at(-1)!.end, -KEPT_S);
    const old = this.pieces.findIndex(({ end }) => end > oldest);
    if (old > 256) this.pieces.splice(0, old);
  }

  /** Those that have samples from an instant on, before another. */
  between(from: Tai, until: Tai): readonly RadiatedPiece[] {
    let low = 0;
    let high = this.pieces.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.pieces[middle]!.end <= from) low = middle + 1;
      else high = middle;
    }
    let last = low;
    while (last < this.pieces.length && this.pieces[last]!.first < until) last++;
    return this.pieces.slice(low, last);
  }

  /** Whether anything is radiated at an instant or later. */
  isRadiatingAfter(instant: Tai): boolean {
    const last = this.pieces.at(-1);
    return last !== undefined && last.end > instant;
  }

  /** A spacecraft has taken in what was radiated by an instant: samples for earlier ones come too late. */
  passed(until: Tai): void {
    if (until > this.passedUntil) this.passedUntil = until;
  }
}
