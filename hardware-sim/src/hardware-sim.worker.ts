import { parentPort, workerData } from 'node:worker_threads';
import { FollowingMissionClock } from '@app/platform';
import { startHardwareSim } from './hardware-sim.js';
import { type FaultReport } from './faults/fault-injector.js';
import {
  type FaultCall,
  type FromSimulatorWorker,
  type SimulatorWorkerData,
  type ToSimulatorWorker,
} from './worker-messages.js';

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
  if (message.type === 'fault') {
    post(answerTo(message));
    return;
  }
  void simulator.stop().then(
    () => end({ type: 'stopped', counts: simulator.counts() }),
    (error: unknown) => end({ type: 'failed', reason: error instanceof Error ? error.message : String(error) }),
  );
});

function answerTo(call: FaultCall): FromSimulatorWorker {
  try {
    return { type: 'fault', refused: undefined, answer: called(call) };
  } catch (error) {
    return { type: 'fault', refused: error instanceof Error ? error.message : String(error) };
  }
}

function called(call: FaultCall): string | readonly FaultReport[] | undefined {
  const { faults } = simulator;
  switch (call.call) {
    case 'apply':
      return faults.apply(call.fault);
    case 'list':
      return faults.list();
    case 'clear':
      faults.clear(call.id);
      return undefined;
    case 'lockFarm':
      faults.lockFarm(call.spacecraft);
      return undefined;
  }
}

function end(message: FromSimulatorWorker): void {
  following?.stop();
  post(message);
  parentPort?.close();
}

post({ type: 'ready', addresses: simulator.addresses });
