import { parentPort, workerData } from 'node:worker_threads';
import type { DemodulatedFrames } from '../pass/reception.js';
import type { DemodulationSettings, SampleBlock } from './demodulation.port.js';
import { SampleReceiver } from './sample-receiver.js';

/** What the worker is sent, and what it answers to each, in order. Its settings are the worker's data. */
export type DemodulationOrder = { readonly type: 'take'; readonly block: SampleBlock } | { readonly type: 'finish' };
export type DemodulationAnswer = DemodulatedFrames | { readonly failed: string };

const receiver = new SampleReceiver(workerData as DemodulationSettings);

parentPort?.on('message', (order: DemodulationOrder) => {
  const answer = (content: DemodulationAnswer): void => parentPort?.postMessage(content);
  try {
    answer(order.type === 'take' ? receiver.take(order.block) : receiver.finish());
  } catch (error) {
    answer({ failed: error instanceof Error ? error.message : String(error) });
  }
});
