import { type Tai } from '@app/time';
import { IqSource, type IqStream, type ReceiverTuning } from './iq-source.js';
import { type OscillatorClock } from './oscillator-clock.js';

/** A source that a device samples by its own clock: it asks with its nominal rate and its own time, and gets what its samples are in truth. */
export class ClockedIqSource extends IqSource {
  constructor(
    private readonly source: IqSource,
    private readonly clock: OscillatorClock,
  ) {
    super();
  }

  override listen({ centerHz, sampleRateHz }: ReceiverTuning, since: Tai): IqStream {
    const tuning = { centerHz, sampleRateHz: sampleRateHz * this.clock.ratio };
    return this.source.listen(tuning, this.clock.missionTimeOf(since));
  }
}
