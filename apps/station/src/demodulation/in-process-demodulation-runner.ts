import type { DemodulatedFrames } from '../pass/reception.js';
import {
  type Demodulation,
  DemodulationFailedError,
  DemodulationRunner,
  type DemodulationSettings,
  type SampleBlock,
} from './demodulation.port.js';
import { SampleReceiver } from './sample-receiver.js';

/** Demodulates on the caller's own thread: for tests, and for hosts without threads. */
export class InProcessDemodulationRunner extends DemodulationRunner {
  override begin(settings: DemodulationSettings): Demodulation {
    const receiver = new SampleReceiver(settings);
    return {
      take: (block: SampleBlock) => attempt(() => receiver.take(block)),
      finish: () => attempt(() => receiver.finish()),
      abandon: () => undefined,
    };
  }
}

function attempt(work: () => DemodulatedFrames): Promise<DemodulatedFrames> {
  try {
    return Promise.resolve(work());
  } catch (error) {
    return Promise.reject(new DemodulationFailedError(error instanceof Error ? error.message : String(error)));
  }
}
