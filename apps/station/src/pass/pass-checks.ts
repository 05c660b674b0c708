import { access, constants, mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { downlinkWaveform, type PassCheck, type PassCheckName, type StationContact } from '@app/contracts';
import { elementAge } from '@app/orbit';
import { type MissionClock, MissionClockSpecError, parseMissionClockSpec } from '@app/platform';
import { TelemetryReceiver } from '@app/radio';
import { isBeyondLeapSecondTable, parseUtc, secondsBetween } from '@app/time';
import type { AntennaHardware } from '../hardware-addresses.js';
import type { SpacecraftView } from '../pointing/spacecraft-view.js';
import type { RotatorLimits } from '../rotator/rotator.port.js';
import { occupiedBandwidthHz } from './occupied-bandwidth.js';
import type { SampleTrial } from './pass-demodulation.js';
import { skyWithin } from './sky-within.js';

export interface PassChecksParts {
  readonly contact: StationContact;
  readonly hardware: AntennaHardware;
  readonly hasTransceiver: boolean;
  readonly clock: MissionClock;
  /** Where the station keeps what it receives. */
  readonly folder: string;
  readonly view: Pick<SpacecraftView, 'at'>;
  /** Whether a check that fails ends the pass: before reception, while nothing is lost by it. */
  readonly isDecisive: () => boolean;
  /** The pass is not possible. */
  readonly onFailed: (reason: string) => void;
}

const LEAST_FREE_OCTETS = 1e9;
/** Of the rate that was asked for. */
const RATE_TOLERANCE = 0.05;
const CLOCK_TOLERANCE_S = 1;

/** What is looked at before a pass, and what was found. */
export class PassChecks {
  private readonly checks = new Map<PassCheckName, PassCheck>();

  constructor(private readonly parts: PassChecksParts) {
    const { baseband, sdr } = parts.hardware;
    for (const name of ['clock', 'elements', 'disk', 'rotator', 'pointing-limits'] as const) this.await(name);
    if (baseband !== undefined || sdr !== undefined) this.await('baseband');
    if (sdr !== undefined) this.await('samples');
    if (parts.hasTransceiver) this.await('transceiver');
  }

  list(): PassCheck[] {
    return [...this.checks.values()];
  }

  /** What needs no device. Resolves when it is done; never rejects. */
  async begin(): Promise<void> {
    this.checkClock();
    this.checkElements();
    this.checkSampleRate();
    await this.checkDisk();
  }

  /** Reception begins: what has said nothing until now is said to have been silent. */
  close(): void {
    for (const { name, outcome } of this.list())
      if (outcome === 'pending') this.set(name, 'warning', 'nothing was heard of it before reception began');
  }

  passed(name: PassCheckName, detail: string): void {
    this.set(name, 'passed', detail);
  }

  /** What is not well now. After reception has begun it does not change what was found before. */
  doubtful(name: PassCheckName, detail: string): void {
    if (this.parts.isDecisive() || this.checks.get(name)?.outcome !== 'passed') this.set(name, 'warning', detail);
  }

  /** The pass cannot be executed so, unless it goes on already. */
  failed(name: PassCheckName, detail: string): void {
    if (!this.parts.isDecisive()) return this.doubtful(name, detail);
    this.set(name, 'failed', detail);
    this.parts.onFailed(`${name}: ${detail}`);
  }

  /** What the rotator and the registry both grant, against the way of the spacecraft. */
  limits(limits: RotatorLimits): void {
    const { contact, view } = this.parts;
    const { aos, los } = contact.contact.window;
    const { reachable, looked } = skyWithin(view, parseUtc(aos), parseUtc(los), limits);
    const share = `${Math.floor((100 * reachable) / looked)} % of the pass`;
    const where = `azimuth ${limits.azimuthMinDeg} to ${limits.azimuthMaxDeg}, elevation ${limits.elevationMinDeg} to ${limits.elevationMaxDeg} degrees`;
    if (reachable === looked) this.passed('pointing-limits', `${where}: all of the pass`);
    else if (reachable === 0) this.failed('pointing-limits', `${where}: nothing of the pass`);
    else this.doubtful('pointing-limits', `${where}: ${share}`);
  }

  samples({ measuredHz, statedHz, centerHz, aheadS }: SampleTrial): void {
    const { carrierHz } = this.parts.contact.linkProfile.downlink;
    const widthHz = occupiedBandwidthHz(this.parts.contact.linkProfile) ?? 0;
    const rates = `${Math.round(measuredHz)} of ${statedHz} samples/s`;
    if (Math.abs(carrierHz - centerHz) + widthHz / 2 > statedHz / 2)
      return this.doubtful(
        'samples',
        `band ${centerHz} ± ${statedHz / 2} Hz: expected ${carrierHz} ± ${widthHz / 2} Hz in it`,
      );
    if (Math.abs(measuredHz / statedHz - 1) > RATE_TOLERANCE) return this.doubtful('samples', rates);
    if (Math.abs(aheadS) > CLOCK_TOLERANCE_S)
      return this.doubtful('samples', `${rates}; their times are ${aheadS.toFixed(3)} s ahead of the station's clock`);
    this.passed('samples', rates);
  }

  private checkClock(): void {
    const { clock, contact } = this.parts;
    const { offsetS, rate } = clockState(clock);
    const isReal = rate === 1 && Math.abs(offsetS) < CLOCK_TOLERANCE_S;
    if (contact.contact.mode === 'operational' && !isReal)
      return this.failed('clock', `expected real time in mode operational, found ${offsetS} s off at rate ${rate}`);
    if (isBeyondLeapSecondTable(clock.now()))
      return this.doubtful('clock', 'the leap second table has expired: UTC may be a second off');
    this.passed('clock', isReal ? 'real time' : `mission time, rate ${rate}`);
  }

  private checkElements(): void {
    const { elementSet, contact } = this.parts.contact;
    const { days, verdict } = elementAge(parseUtc(elementSet.epoch), parseUtc(contact.window.aos));
    const detail = `${days.toFixed(1)} days old at AOS`;
    if (verdict === 'fresh') this.passed('elements', detail);
    else this.doubtful('elements', detail);
  }

  /** A rate that cannot hold the signal is known before any sample. */
  private checkSampleRate(): void {
    const { hardware, contact } = this.parts;
    if (hardware.sdr?.protocol !== 'rtl_tcp') return;
    const waveform = downlinkWaveform(contact.linkProfile);
    if (waveform === undefined) return;
    const { sampleRateHz } = hardware.sdr;
    try {
      new TelemetryReceiver({ waveform, sampleRateHz, coding: contact.linkProfile.downlink.frame });
    } catch (error) {
      this.failed('samples', `${sampleRateHz} samples/s: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private async checkDisk(): Promise<void> {
    const { folder } = this.parts;
    const probe = join(folder, `.probe-${process.pid}`);
    try {
      await mkdir(folder, { recursive: true });
      await access(folder, constants.W_OK);
      await writeFile(probe, new Uint8Array(4096));
      await rm(probe);
      const { bavail, bsize } = await statfs(folder);
      const free = `${((bavail * bsize) / 1e9).toFixed(1)} GB free`;
      if (bavail * bsize < LEAST_FREE_OCTETS) this.doubtful('disk', free);
      else this.passed('disk', free);
    } catch (error) {
      this.failed('disk', error instanceof Error ? error.message : String(error));
    }
  }

  private await(name: PassCheckName): void {
    this.set(name, 'pending', '');
  }

  private set(name: PassCheckName, outcome: PassCheck['outcome'], detail: string): void {
    if (this.checks.get(name)?.outcome === 'failed') return;
    this.checks.set(name, { name, outcome, detail });
  }
}

/** How far a mission clock is off the machine's, and how fast it goes, by what it says of itself. */
function clockState(clock: MissionClock): { readonly offsetS: number; readonly rate: number } {
  try {
    const { mission, wall } = parseMissionClockSpec(clock.describe(), 0n);
    return { offsetS: secondsBetween(wall, mission), rate: clock.rate };
  } catch (error) {
    if (error instanceof MissionClockSpecError) return { offsetS: Number.NaN, rate: clock.rate };
    throw error;
  }
}
