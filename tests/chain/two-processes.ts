import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contact } from '@app/contracts';
import { formatMissionClockSpec, missionAt, type MissionClockAnchor, SystemWallClock } from '@app/platform';
import { parseUtc, plusSeconds, type Tai } from '@app/time';
import { type DataFolder, dataFolder } from '../../apps/smms/src/ground/data-folder.js';
import { demonstrationStart } from '../../apps/smms/src/ground/demonstration-start.js';
import { readReferenceSeeds } from '../../apps/smms/src/ground/reference-seeds.js';
import { ChainApi } from './chain-api.js';
import { chief } from './chief.js';
import { type ProcessEnd, SmmsProcess } from './smms-process.js';

const HIGHEST_RATE = 20;
const LOWEST_RATE = 4;
/** A start may take so much mission time at most; on a loaded machine the clock runs slower for it. */
const START_MISSION_S = 120;
/** Mission seconds: before AOS, where the clock stands for planning; to spare between a start and the set-up of the contact. */
const PLANNING_BEFORE_S = 300;
const SPARE_S = 60;
/** A process that does not start in so much wall time does not start. */
const START_TIMEOUT_S = 180;
const END_TIMEOUT_S = 60;

export interface Ground {
  readonly process: SmmsProcess;
  readonly api: ChainApi;
}

/**
 * Ground segment and simulator as two processes on one mission clock, in a folder of their own, and the contact of the demonstration
 * before them. The clock of separate processes runs with the wall's; how fast and from when is measured on this machine as it is.
 */
export class TwoProcesses {
  readonly folder = mkdtempSync(join(tmpdir(), 'smms-chain-'));
  readonly ground: DataFolder = dataFolder(join(this.folder, 'ground'));
  readonly simulatorLog = join(this.folder, 'simulator-own.jsonl');
  private readonly wallClock = new SystemWallClock();
  private readonly processes: SmmsProcess[] = [];
  private anchor: MissionClockAnchor | undefined;
  private simulator: SmmsProcess | undefined;
  private readonly hardwareFile = join(this.folder, 'hardware.json');

  wallNow(): Tai {
    return this.wallClock.now();
  }

  missionNow(): Tai {
    return this.anchor === undefined ? 0n : missionAt(this.anchor, this.wallNow());
  }

  /** Wall seconds that mission seconds take. */
  wallSeconds(missionS: number): number {
    return missionS / (this.anchor?.rate ?? 1);
  }

  /**
   * A first ground process makes the plan while the mission clock all but stands, and is stopped; the simulator is started on a clock
   * that reaches the set-up of the contact some time after the next start of the ground. Gives the booked contact.
   */
  async prepare(): Promise<Contact> {
    const wanted = demonstrationStart(readReferenceSeeds()).contact;
    await this.addChief();
    const before = this.wallNow();
    const standing = { mission: plusSeconds(parseUtc(wanted.aos), -PLANNING_BEFORE_S), wall: before, rate: 0.01 };
    const planner = await this.groundBy(standing);
    const startS = Number(this.wallNow() - before) / 1e9;
    const contact = (await planner.api.contacts()).find(({ window }) => window.id === wanted.id);
    if (contact === undefined) throw new Error(`the plan does not hold the contact ${wanted.id}`);
    const { code } = await planner.process.end('SIGTERM', END_TIMEOUT_S);
    if (code !== 0) throw new Error(`the process that planned ended with ${code}`);

    const rate = Math.round(Math.min(HIGHEST_RATE, Math.max(LOWEST_RATE, START_MISSION_S / startS)));
    const early = SPARE_S + (1.5 * startS + 2) * rate;
    this.anchor = { mission: plusSeconds(parseUtc(contact.start), -early), wall: this.wallNow(), rate };
    await this.startSimulator(this.anchor);
    return contact;
  }

  startGround(): Promise<Ground> {
    if (this.anchor === undefined) throw new Error('prepare first');
    return this.groundBy(this.anchor);
  }

  async stopSimulator(): Promise<ProcessEnd | undefined> {
    return this.simulator?.end('SIGTERM', END_TIMEOUT_S);
  }

  /** All that the processes have said, for whoever has to find out why. */
  output(): string {
    return this.processes.map(({ args, stdout, stderr }) => `smms ${args.join(' ')}\n${stdout}${stderr}`).join('\n');
  }

  async remove(): Promise<void> {
    await Promise.all(this.processes.filter(({ ended }) => !ended).map((one) => one.end('SIGKILL', END_TIMEOUT_S)));
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Somebody who may ask the ground segment, made as an administrator at the machine would. */
  private async addChief(): Promise<void> {
    const { user, name, member, roles, password } = chief;
    const options = { user, name, member, roles: roles.join(), data: this.ground.root };
    const args = Object.entries(options).flatMap(([option, value]) => [`--${option}`, value]);
    const process = new SmmsProcess(['users', 'add', ...args], this.folder, {}, `${password}\n`);
    this.processes.push(process);
    const { code } = await process.finish(START_TIMEOUT_S);
    if (code !== 0) throw new Error(`smms users add ended with ${code}: ${process.stderr}`);
  }

  private async startSimulator(anchor: MissionClockAnchor): Promise<void> {
    const clock = formatMissionClockSpec(anchor);
    const options = { clock, data: join(this.folder, 'simulator'), 'first-port': '0', log: this.simulatorLog };
    this.simulator = this.start('hardware-sim', options);
    const line = await this.simulator.says(/^(\{.*\})$/m, START_TIMEOUT_S);
    const { missionClock, hardware } = JSON.parse(line) as { missionClock: string; hardware: unknown };
    if (missionClock !== clock) throw new Error(`the simulator runs by ${missionClock}, not by ${clock}`);
    writeFileSync(this.hardwareFile, JSON.stringify(hardware));
  }

  /** The address of the API is said when the plan is made. */
  private async groundBy(anchor: MissionClockAnchor): Promise<Ground> {
    const options = { clock: formatMissionClockSpec(anchor), data: this.ground.root, port: '0' };
    const hardware = this.simulator === undefined ? {} : { SMMS_STATION_HARDWARE: this.hardwareFile };
    const process = this.start('ground', options, { SMMS_LOG_LEVEL: 'warn', ...hardware });
    const url = await process.says(/^API (http:\/\/127\.0\.0\.1:\d+)\/api\/docs/m, START_TIMEOUT_S);
    return { process, api: await new ChainApi(url).signIn(chief.user, chief.password) };
  }

  private start(
    role: string,
    options: Readonly<Record<string, string>>,
    settings?: Readonly<Record<string, string>>,
  ): SmmsProcess {
    const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
    const process = new SmmsProcess(['run', role, ...args], this.folder, settings);
    this.processes.push(process);
    return process;
  }
}
