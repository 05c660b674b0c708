import { parentPort, workerData } from 'node:worker_threads';
import { FollowingMissionClock } from '@app/platform';
import { startHardwareSim } from './hardware-sim.js';
import { type FromSimulatorWorker, type SimulatorWorkerData, type ToSimulatorWorker } from './worker-messages.js';

/** The simulator as a worker thread: its configuration is the worker's data, messages as in `worker-messages.ts`. */
const { config, clock } = workerData as SimulatorWorkerData;
const following = clock === undefined ? undefined : new FollowingMissionClock(clock.memory, clock.rate);
const simulator = await startHardwareSim(config, following);
const post = (message: FromSimulatorWorker): void => parentPort?.postMessage(message);

parentPort?.on('message', (message: ToSimulatorWorker) => {
  if (message.type === 'counts') {
    post({ type: 'counts', counts: simulator.counts() });
    return;
  }
  if (message.type === 'lock-farm') {
    post({ type: 'fault', refused: refusalOf(() => simulator.faults.lockFarm(message.spacecraft)) });
    return;
  }
  void simulator.stop().then(
    () => end({ type: 'stopped', counts: simulator.counts() }),
    (error: unknown) => end({ type: 'failed', reason: error instanceof Error ? error.message : String(error) }),
  );
});

function refusalOf(act: () => void): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function end(message: FromSimulatorWorker): void {
  following?.stop();
  post(message);
  parentPort?.close();
}

post({ type: 'ready', addresses: simulator.addresses });
