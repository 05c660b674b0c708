import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { projectRoot } from '@app/platform';
import { type DeviceAddresses, type HardwareSimCounts } from './hardware-sim.js';
import { type HardwareSimConfig } from './hardware-sim-config.js';
import { SimulatorWorkerError } from './simulation-errors.js';
import { type FaultRequest } from './faults/fault.js';
import { type FaultReport } from './faults/fault-injector.js';
import {
  type FaultCall,
  type FromSimulatorWorker,
  type SimulatorWorkerData,
  type ToSimulatorWorker,
} from './worker-messages.js';

/** A simulator in a thread of its own. */
export interface HardwareSimWorker {
  readonly addresses: Readonly<Record<string, DeviceAddresses>>;
  counts(): Promise<HardwareSimCounts>;
  /** As `SimulatorFaults`, done when it resolves; rejects with SimulatorWorkerError where it is refused. */
  readonly faults: {
    apply(fault: FaultRequest): Promise<string>;
    clear(id: string): Promise<void>;
    list(): Promise<readonly FaultReport[]>;
    lockFarm(spacecraft: string): Promise<void>;
  };
  /** Stops it and gives what it counted; a second call gives the same. Rejects with SimulatorWorkerError where it had failed. */
  stop(): Promise<HardwareSimCounts>;
}

/** The compiled worker: beside this file, or under `dist` when this file runs as TypeScript (a worker thread cannot). */
function workerFile(): string {
  if (import.meta.url.endsWith('.js')) return fileURLToPath(new URL('./hardware-sim.worker.js', import.meta.url));
  return join(projectRoot(), 'dist/hardware-sim/src/hardware-sim.worker.js');
}

/**
 * Starts `startHardwareSim` in a worker thread, so that its work never holds the caller's event loop; the two share TCP ports only.
 * Rejects with SimulatorWorkerError, with the simulator's own words where it refused its configuration. `onDeath` is told once if
 * it ends without having been stopped. With `clock` it follows the caller's paced mission clock step by step.
 */
export async function runHardwareSimWorker(
  config: HardwareSimConfig,
  onDeath: (error: SimulatorWorkerError) => void = () => undefined,
  clock?: SimulatorWorkerData['clock'],
): Promise<HardwareSimWorker> {
  const file = workerFile();
  if (!existsSync(file)) throw new SimulatorWorkerError(`no ${file}; run \`npm run build\``);
  const worker = new Worker(file, { workerData: { config, clock } satisfies SimulatorWorkerData, execArgv: [] });
  const mailbox = new Mailbox(worker);
  const { addresses } = await mailbox.next('ready');
  let stopping: Promise<HardwareSimCounts> | undefined;
  mailbox.onEnd((error) => {
    if (stopping === undefined) onDeath(error);
  });
  const ask = (message: ToSimulatorWorker): void => worker.postMessage(message);
  const stop = async (): Promise<HardwareSimCounts> => {
    const answer = mailbox.next('stopped');
    ask({ type: 'stop' });
    const { counts } = await answer;
    await worker.terminate();
    return counts;
  };
  const callFaults = async (call: FaultCall): Promise<string | readonly FaultReport[] | undefined> => {
    const answer = mailbox.next('fault');
    ask({ type: 'fault', ...call });
    const message = await answer;
    if (message.refused !== undefined) throw new SimulatorWorkerError(message.refused);
    return message.answer;
  };
  return {
    addresses,
    counts: async () => {
      const answer = mailbox.next('counts');
      ask({ type: 'counts' });
      return (await answer).counts;
    },
    faults: {
      apply: async (fault) => (await callFaults({ call: 'apply', fault })) as string,
      clear: async (id) => void (await callFaults({ call: 'clear', id })),
      list: async () => (await callFaults({ call: 'list' })) as readonly FaultReport[],
      lockFarm: async (spacecraft) => void (await callFaults({ call: 'lockFarm', spacecraft })),
    },
    stop: () => (stopping ??= stop()),
  };
}

type MessageOf<Type extends FromSimulatorWorker['type']> = Extract<FromSimulatorWorker, { type: Type }>;

/** The worker's messages, each for the first who waits for its kind; if the worker ends, all who wait are told why. */
class Mailbox {
  private waiting: {
    readonly type: FromSimulatorWorker['type'];
    readonly take: (message: FromSimulatorWorker) => void;
    readonly fail: (error: SimulatorWorkerError) => void;
  }[] = [];
  private ended: SimulatorWorkerError | undefined;
  private tell: (error: SimulatorWorkerError) => void = () => undefined;

  constructor(worker: Worker) {
    worker.on('message', (message: FromSimulatorWorker) => {
      if (message.type === 'failed') return this.end(message.reason);
      const index = this.waiting.findIndex(({ type }) => type === message.type);
      const [first] = index < 0 ? [] : this.waiting.splice(index, 1);
      first?.take(message);
    });
    worker.on('error', (error: unknown) => this.end(error instanceof Error ? error.message : String(error)));
    worker.on('exit', (code) => this.end(`it ended with code ${code}`));
  }

  next<Type extends FromSimulatorWorker['type']>(type: Type): Promise<MessageOf<Type>> {
    return new Promise((resolve, fail) => {
      if (this.ended !== undefined) fail(this.ended);
      else this.waiting.push({ type, take: (message) => resolve(message as MessageOf<Type>), fail });
    });
  }

  onEnd(tell: (error: SimulatorWorkerError) => void): void {
    this.tell = tell;
  }

  private end(reason: string): void {
    if (this.ended !== undefined) return;
    this.ended = new SimulatorWorkerError(reason);
    for (const { fail } of this.waiting) fail(this.ended);
    this.waiting = [];
    this.tell(this.ended);
  }
}
