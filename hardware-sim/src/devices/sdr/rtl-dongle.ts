import { type RtlTcpCommand } from '@app/radio';
import { frequencyRatio } from '../../oscillator-error.js';
import { type ReceiverTuning } from './iq-source.js';

/** Gains of an R820T tuner in tenths of a decibel, as librtlsdr lists them. */
export const r820tGains = [
  ...[0, 9, 14, 27, 37, 77, 87, 125, 144, 157, 166, 197, 207, 229, 254, 280, 297, 328, 338, 364, 372, 386, 402],
  ...[421, 434, 439, 445, 480, 496],
];
const LOWEST_HZ = 24e6;
const HIGHEST_HZ = 1_766e6;
/** Of the resampler's correction to one. */
const RESAMPLER_STEPS = 2 ** 24;
/** Sample rates that the chip makes, Hz. */
const isPossibleRate = (hz: number): boolean => (hz > 225_000 && hz <= 300_000) || (hz > 900_000 && hz <= 3_200_000);

export interface RtlDongleParts {
  /** Of the block converter before the tuner: what is received is the tuner's frequency and this. 0 without one. */
  readonly lnbLoHz: number;
  /** Error of the crystal that tuner and sample clock are made from, parts in a million. */
  readonly oscillatorPpm?: number;
}

/** An RTL-SDR with an R820T: what its commands set. It goes on from client to client, as the real one does. */
export class RtlDongle {
  frequencyHz = 100e6;
  sampleRateHz = 2_048_000;
  /** Decibels; undefined: automatic. */
  gainDb: number | undefined;
  testMode = false;
  /** Commands that asked for what the dongle does not do, and changed nothing. */
  refused = 0;
  private manualGainDb = 0;
  private correctionPpm = 0;

  constructor(private readonly parts: RtlDongleParts) {}

  /** The frequency that is received in truth, and the nominal rate. librtlsdr reckons with a crystal that is off by the correction. */
  get tuning(): ReceiverTuning {
    const ratio = frequencyRatio(this.parts.oscillatorPpm ?? 0) / frequencyRatio(this.correctionPpm);
    return { centerHz: this.frequencyHz * ratio + this.parts.lnbLoHz, sampleRateHz: this.sampleRateHz };
  }

  /** What the sample clock is off by, parts in a million: librtlsdr has the resampler correct it, too, in whole steps towards zero. */
  get sampleClockPpm(): number {
    const steps = Math.trunc(this.correctionPpm * 1e-6 * RESAMPLER_STEPS);
    const ratio = frequencyRatio(this.parts.oscillatorPpm ?? 0) * (1 - steps / RESAMPLER_STEPS);
    return (ratio - 1) * 1e6;
  }

  obey(command: RtlTcpCommand): void {
    switch (command.command) {
      case 'set-frequency':
        if (command.value >= LOWEST_HZ && command.value <= HIGHEST_HZ) this.frequencyHz = command.value;
        else this.refused++;
        return;
      case 'set-sample-rate':
        if (isPossibleRate(command.value)) this.sampleRateHz = command.value;
        else this.refused++;
        return;
      case 'set-gain-mode':
        this.gainDb = command.value === 0 ? undefined : this.manualGainDb;
        return;
      case 'set-gain':
        return this.setGain(command.value);
      case 'set-gain-by-index':
        return this.setGain(r820tGains[command.value] ?? 0);
      case 'set-frequency-correction':
        this.correctionPpm = command.value;
        return;
      case 'set-test-mode':
        this.testMode = command.value !== 0;
        return;
      case 'set-if-gain':
      case 'set-agc-mode':
      case 'set-direct-sampling':
      case 'set-offset-tuning':
      case 'set-rtl-crystal':
      case 'set-tuner-crystal':
      case 'set-bias-tee':
        // Taken, and of no effect on what is simulated.
        return;
      case 'unknown':
        this.refused++;
    }
  }

  /** The tuner takes the nearest that it has; only with the gain by hand is it applied. */
  private setGain(tenths: number): void {
    const nearest = r820tGains.reduce((best, gain) =>
      Math.abs(gain - tenths) < Math.abs(best - tenths) ? gain : best,
    );
    this.manualGainDb = nearest / 10;
    if (this.gainDb !== undefined) this.gainDb = this.manualGainDb;
  }
}
