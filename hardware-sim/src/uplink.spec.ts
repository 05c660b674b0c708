import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { loadMissionDatabase } from '@app/mission-database';
import { plusSeconds, type Tai } from '@app/time';
import { type HardwareSimCounts, type TelecommandLogEntry } from './index.js';
import { ManualSimulation, type ManualStation, passesOf } from './testing/manual-pass.js';
import { commandedLinkProfile, elementsOfGf1, referenceDatabaseXml, sampleAntenna } from './testing/sample-mission.js';
import { requestOf, TelemetryListener } from './testing/telemetry-listener.js';
import { Telecommands } from './testing/telecommands.js';

const database = loadMissionDatabase(referenceDatabaseXml());
const { uplink } = commandedLinkProfile;
if (uplink === null) throw new Error('no uplink');
const antenna = sampleAntenna('CN-MYN-1', 40.4513, 116.86, { eirpDbw: 49.5 });
const [pass] = passesOf(antenna, '2026-04-24T06:00:00Z', 40, 1);
if (pass === undefined) throw new Error('no pass');
const start = plusSeconds(pass.start, 150);
const tuning = {
  carrierHz: uplink.carrierHz,
  bitRateBps: uplink.bitRateBps,
  carrierOnlyS: uplink.frame.carrierOnlyS,
  acquisitionOctets: uplink.frame.acquisitionOctets,
};

/** A ground of the smallest kind: sends AD frames, and again from the first that the CLCW does not acknowledge. */
class SmallSender {
  readonly listener = new TelemetryListener(commandedLinkProfile, database);
  readonly commands = new Telecommands(database, 421, uplink as NonNullable<typeof uplink>);
  sent = 0;
  private identifier = 0n;
  /** Frames that are not acknowledged yet, oldest first. */
  private readonly waiting: { readonly number: number; readonly cltu: Uint8Array }[] = [];
  private made = 0;
  private transmitted = 0;
  private lastSent: Tai = 0n;

  constructor(
    private readonly simulation: ManualSimulation,
    readonly station: ManualStation,
  ) {}

  queue(name: string, args: Record<string, string | number> = {}): void {
    const number = this.made++ % 256;
    const frame = this.commands.frame('AD', this.commands.packet(name, args), number);
    this.waiting.push({ number, cltu: this.commands.cltu(frame) });
  }

  radiate(cltu: Uint8Array): void {
    this.sent++;
    this.station.baseband.telecommand(this.identifier++, cltu);
  }

  /** Half a second: hears, sends what the window of ten allows, and all again two seconds after nothing was acknowledged. */
  async step(): Promise<void> {
    await this.simulation.fly(plusSeconds(this.simulation.clock.now(), 0.5), [this.station]);
    this.listener.listen(this.station.baseband.pieces);
    const now = this.simulation.clock.now();
    const expected = this.listener.clcw?.reportValue ?? 0;
    while (this.waiting[0] !== undefined && ((expected - this.waiting[0].number + 256) % 256) - 1 < 128) {
      if ((expected - this.waiting[0].number + 256) % 256 === 0) break;
      this.waiting.shift();
      this.transmitted--;
      this.lastSent = now;
    }
    if (now - this.lastSent > 2_000_000_000n) this.transmitted = 0;
    for (; this.transmitted < Math.min(10, this.waiting.length); this.transmitted++) {
      const frame = this.waiting[this.transmitted];
      if (frame !== undefined) this.radiate(frame.cltu);
      this.lastSent = now;
    }
  }

  async steps(seconds: number): Promise<void> {
    for (let i = 0; i < 2 * seconds; i++) await this.step();
  }

  /** Until everything is acknowledged. */
  async done(): Promise<void> {
    for (let i = 0; this.waiting.length > 0; i++) {
      if (i > 400) throw new Error(`${this.waiting.length} frames are not acknowledged`);
      await this.step();
    }
  }
}

describe('uplink over TCP, one in ten CLTUs lost', () => {
  const telecommandLogFile = join(mkdtempSync(join(tmpdir(), 'uplink-')), 'telecommands.jsonl');
  const clcws: Record<string, object | undefined> = {};
  let sender: SmallSender;
  let counts: HardwareSimCounts;
  let log: readonly TelecommandLogEntry[];
  beforeAll(async () => {
    const simulation = await ManualSimulation.start(start, {
      spacecraft: [{ id: elementsOfGf1.spacecraft, elementSet: elementsOfGf1, linkProfile: commandedLinkProfile }],
      antennas: [{ antenna, rotatorPort: 0, basebandPort: 0 }],
      uplinkLossProbability: 0.1,
      telecommandLogFile,
    });
    const station = await simulation.station(antenna);
    const { baseband } = station;
    sender = new SmallSender(simulation, station);
    const note = (name: string): void => void (clcws[name] = sender.listener.clcw);
    await sender.steps(45);
    note('before');
    await baseband.startTransmission(tuning);
    await sender.steps(3);
    note('acquired');
    for (let i = 0; i < 30; i++)
      if (i % 3 === 0) sender.queue('CONNECTION_TEST');
      else sender.queue('HEATER_SET', { HEATER: 'OBC', STATE: i % 3 === 1 ? 'ON' : 'OFF' });
    await sender.done();
    await sender.steps(3);
    note('commanded');

    simulation.simulator.faults.lockFarm('GF-1');
    await sender.steps(2);
    note('locked');
    sender.queue('CONNECTION_TEST');
    await sender.steps(6);
    note('shut out');
    // The directive: one of them comes through.
    for (let i = 0; i < 5 && sender.listener.clcw?.lockout === true; i++) {
      sender.radiate(sender.commands.cltu(sender.commands.unlock()));
      await sender.steps(2);
    }
    note('unlocked');
    await sender.done();
    await sender.steps(4);

    expect(() => simulation.simulator.faults.lockFarm('HJ-1A')).toThrow(/with an uplink, found HJ-1A/);
    await baseband.stopTransmission();
    baseband.telecommand(999_999n, new Uint8Array(20));
    await sender.steps(2);
    note('gone');
    counts = simulation.simulator.counts();
    await baseband.stop();
    station.close();
    await simulation.simulator.stop();
    log = readFileSync(telecommandLogFile, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as TelecommandLogEntry);
  }, 120_000);

  it('shows carrier, bit lock and their end in the CLCW', () => {
    expect(clcws['before']).toMatchObject({ vcid: 3, noRfAvailable: true, noBitLock: true, lockout: false });
    expect(clcws['acquired']).toMatchObject({ noRfAvailable: false, noBitLock: false, reportValue: 0 });
    expect(clcws['gone']).toMatchObject({ noRfAvailable: true, noBitLock: true });
    const { statuses } = sender.station.baseband;
    expect(statuses.map(({ carrierUp, modulating }) => [carrierUp, modulating])).toEqual([
      [true, false],
      [true, true],
      [false, false],
    ]);
  });

  it('executes thirty commands once and in order, though CLTUs were lost', () => {
    const executed = log.flatMap((entry) => (entry.event === 'command-executed' ? [entry] : []));
    const names = Array.from({ length: 30 }, (_, i) => (i % 3 === 0 ? 'CONNECTION_TEST' : 'HEATER_SET'));
    expect(executed.map(({ name }) => name)).toEqual([...names, 'CONNECTION_TEST']);
    const seen = new Map<number, number>();
    for (const { apid, sequenceCount } of executed) {
      expect(sequenceCount).toBe(seen.get(apid) ?? 0);
      seen.set(apid, sequenceCount + 1);
    }
    const lost = log.filter((entry) => entry.event === 'cltu-lost' && entry.reason === 'channel');
    expect(lost.length).toBeGreaterThan(0);
    expect(clcws['commanded']).toMatchObject({ reportValue: 30, lockout: false });
    const { antennas, spacecraft } = counts.uplink;
    expect(antennas[antenna.id]).toEqual({ cltusRadiated: sender.sent, cltusNotRadiated: 1 });
    const commanded = spacecraft['GF-1'];
    expect(commanded).toMatchObject({ commandsAccepted: 31, commandsExecuted: 31, commandsRejected: 0 });
    expect((commanded?.cltusReceived ?? 0) + lost.length).toBe(sender.sent);
  });

  it('reports each stage of each command once, in frames that the ground received', () => {
    const verifications = sender.listener.packets.filter(({ container }) => container.startsWith('TC_'));
    for (const container of ['TC_ACCEPTED', 'TC_STARTED', 'TC_COMPLETED']) {
      const requests = verifications.filter((packet) => packet.container === container);
      const ids = requests.map(requestOf);
      expect(ids).toHaveLength(31);
      expect(new Set(ids).size).toBe(31);
    }
    expect(sender.listener.packets.filter(({ container }) => container === 'CONNECTION_TEST_REPORT')).toHaveLength(11);
  });

  it('shuts everything out in lockout, until Unlock', () => {
    expect(clcws['locked']).toMatchObject({ lockout: true, reportValue: 30 });
    expect(clcws['shut out']).toMatchObject({ lockout: true, reportValue: 30 });
    expect(log).toContainEqual(expect.objectContaining({ event: 'frame-rejected', rule: 'lockout' }));
    expect(clcws['unlocked']).toMatchObject({ lockout: false, farmBCounter: 1 });
  });

  it('answers every CLTU, with the instants of its bits', () => {
    const { radiated } = sender.station.baseband;
    expect(radiated).toHaveLength(sender.sent + 1);
    expect(radiated.at(-1)).toMatchObject({ identifier: 999_999n, outcome: 'not-radiated' });
    let end: Tai = start;
    for (const [i, answer] of radiated.slice(0, -1).entries()) {
      if (answer.outcome !== 'radiated') throw new Error('not radiated');
      expect(answer.identifier).toBe(BigInt(i));
      expect(answer.firstBitTime - end).toBeGreaterThanOrEqual(16_000_000n);
      end = answer.endOfLastBitTime;
      const entry = log.find((line) => line.event === 'cltu-radiated' && line.identifier === `${i}`);
      if (entry?.event !== 'cltu-radiated') throw new Error('not in the log');
      expect(Number(end - answer.firstBitTime)).toBe(entry.bitCount * 250_000);
    }
  });
});

describe('an antenna without a transmitter', () => {
  it('radiates nothing', async () => {
    const receiveOnly = sampleAntenna('CN-MYN-1', 40.4513, 116.86);
    const simulation = await ManualSimulation.start(start, {
      antennas: [{ antenna: receiveOnly, rotatorPort: 0, basebandPort: 0 }],
    });
    const station = await simulation.station(receiveOnly);
    expect(await station.baseband.startTransmission(tuning)).toMatchObject({ carrierUp: false, modulating: false });
    station.baseband.telecommand(1n, new Uint8Array(20));
    expect(await station.baseband.stopTransmission()).toMatchObject({ carrierUp: false });
    expect(station.baseband.radiated).toMatchObject([{ identifier: 1n, outcome: 'not-radiated' }]);
    expect(simulation.simulator.counts().uplink.spacecraft).toEqual({});
    station.close();
    await simulation.simulator.stop();
  });
});

describe('a client that is lost', () => {
  it('takes the carrier down behind the CLTU in hand; what is not answered yet is answered to the next one', async () => {
    const simulation = await ManualSimulation.start(start, {
      spacecraft: [{ id: elementsOfGf1.spacecraft, elementSet: elementsOfGf1, linkProfile: commandedLinkProfile }],
      antennas: [{ antenna, rotatorPort: 0, basebandPort: 0 }],
    });
    const station = await simulation.station(antenna);
    const sender = new SmallSender(simulation, station);
    await station.baseband.startTransmission(tuning);
    await sender.steps(2);
    for (let i = 0; i < 3; i++) sender.radiate(new Uint8Array(1000).fill(0x55));
    // The answer comes behind them: they are in the unit's hands.
    await station.baseband.startTransmission(tuning);
    const closed = new Promise((resolve) => station.baseband.socket.once('close', resolve));
    station.baseband.socket.end();
    await closed;
    await sender.station.rotator.ask('p', 2);
    simulation.clock.advanceTo(plusSeconds(simulation.clock.now(), 10));
    const back = await simulation.station(antenna);
    expect(await back.baseband.startTransmission(tuning)).toMatchObject({ carrierUp: true, queuedCltus: 0 });
    const { radiated } = back.baseband;
    expect(radiated.map(({ identifier, outcome }) => [identifier, outcome])).toEqual([
      [1n, 'not-radiated'],
      [2n, 'not-radiated'],
      [0n, 'radiated'],
    ]);
    back.close();
    station.close();
    await simulation.simulator.stop();
  });
});
