import type { MissionClock } from '@app/platform';
import { secondsBetween, type Tai } from '@app/time';
import { backOffMs } from '../hamlib/back-off.js';
import type { Transceiver } from '../transceiver/transceiver.port.js';

export interface TransceiverTuningParts {
  readonly transceiver: Transceiver;
  readonly clock: MissionClock;
  readonly carrierHz: number;
  /** Of a converter before the transceiver: it is tuned so much lower. */
  readonly loHz: number;
  /** What arrives less the carrier; instants rise. */
  readonly doppler: readonly { readonly at: Tai; readonly hz: number }[];
  /** It said where it is tuned, first, or after an error. */
  readonly onTuned: (askedHz: number, foundHz: number) => void;
  readonly onError: (error: unknown) => void;
}

const PERIOD_S = 1;
const PERIOD_WALL_S = 0.1;
const backOff = { firstMs: 500, longestMs: 10_000 };

/** Keeps a transceiver on the frequency that arrives, for as long as a pass lasts. Errors are told, and tried again with longer waits. */
export class TransceiverTuning {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly parts: TransceiverTuningParts) {}

  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.parts.transceiver.close();
    await this.running;
  }

  private async run(): Promise<void> {
    const { clock } = this.parts;
    const { signal } = this.stopping;
    let failures = 0;
    let isKnown = false;
    while (!signal.aborted) {
      try {
        await this.tune(!isKnown);
        isKnown = true;
        failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        isKnown = false;
        failures++;
        this.parts.onError(error);
      }
      const waitS =
        failures === 0
          ? Math.max(PERIOD_S, PERIOD_WALL_S * clock.rate)
          : (backOffMs(backOff, failures) / 1000) * clock.rate;
      await clock.sleep(waitS, signal);
    }
  }

  private async tune(readBack: boolean): Promise<void> {
    const { transceiver, clock, carrierHz, loHz, onTuned } = this.parts;
    const askedHz = Math.round(carrierHz - loHz + this.dopplerAt(clock.now()));
    await transceiver.receiveAt(askedHz);
    if (readBack) onTuned(askedHz, await transceiver.receiveFrequencyHz());
  }

  /** Between the knots by a straight line; before and after them as at the nearest. */
  private dopplerAt(instant: Tai): number {
    const { doppler } = this.parts;
    const next = doppler.findIndex(({ at }) => at > instant);
    if (next <= 0) return (next === 0 ? doppler[0] : doppler.at(-1))?.hz ?? 0;
    const [a, b] = [doppler[next - 1]!, doppler[next]!];
    return a.hz + ((b.hz - a.hz) * secondsBetween(a.at, instant)) / secondsBetween(a.at, b.at);
  }
}
