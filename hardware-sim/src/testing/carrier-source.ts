import { type Iq } from '@app/radio';
import { secondsBetween, type Tai } from '@app/time';
import { IqSource, type IqStream, type ReceiverTuning } from '../devices/sdr/iq-source.js';

/** A carrier of a radio frequency, 40 dB above noise of power 1 that is left out; at `origin` every tuning has it upright. */
export class CarrierSource extends IqSource {
  constructor(
    private readonly frequencyHz: number,
    private readonly origin: Tai,
  ) {
    super();
  }

  override listen({ centerHz, sampleRateHz }: ReceiverTuning, since: Tai): IqStream {
    const startS = secondsBetween(this.origin, since);
    let n = 0;
    return {
      take: (count): Iq => {
        const samples = new Float32Array(2 * count);
        for (let k = 0; k < count; k++, n++) {
          const angle = 2 * Math.PI * (this.frequencyHz - centerHz) * (startS + n / sampleRateHz);
          samples[2 * k] = 100 * Math.cos(angle);
          samples[2 * k + 1] = 100 * Math.sin(angle);
        }
        return samples;
      },
      close: () => undefined,
    };
  }
}
