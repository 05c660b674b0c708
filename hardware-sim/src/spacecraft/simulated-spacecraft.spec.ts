import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  crc16,
  extractPackets,
  type ExtractionState,
  initialExtractionState,
  type MultiplexedFrame,
  parseClcw,
  parseTmFrame,
} from '@app/ccsds';
import { compileDecoder, type DecodedEntry, loadMissionDatabase, monitor } from '@app/mission-database';
import { parseUtc, plusSeconds, type Tai } from '@app/time';
import { elementsOfGf1, referenceDatabaseXml, sampleLinkProfile } from '../testing/sample-mission.js';
import { EclipseTimeline } from './eclipse-timeline.js';
import { secondsOf } from './instant.js';
import { OrbitTrack } from './orbit-track.js';
import { PacketMaker } from './packet-maker.js';
import { SimulatedSpacecraft } from './simulated-spacecraft.js';
import { SpacecraftModel } from './spacecraft-model.js';

const database = loadMissionDatabase(referenceDatabaseXml());
const decoder = compileDecoder(database, 'CcsdsPacket');
const CADU_NS = 159_875_000n;

interface Packet {
  readonly vcid: number;
  /** When the frame that it ends in was sent. */
  readonly emitted: Tai;
  readonly container: string;
  readonly apid: number;
  readonly sequenceCount: number;
  readonly time: Tai;
  readonly values: ReadonlyMap<string, DecodedEntry>;
}

/** A spacecraft, and a receiver that hears all of it. */
class Subject {
  readonly packets: Packet[] = [];
  readonly frames: { readonly emitted: Tai; readonly frame: MultiplexedFrame }[] = [];
  private readonly states = new Map<number, ExtractionState<number>>();
  private readonly spacecraft: SimulatedSpacecraft;

  constructor(seed = 7) {
    const track = new OrbitTrack(elementsOfGf1);
    const model = new SpacecraftModel(seed, elementsOfGf1, track);
    this.spacecraft = new SimulatedSpacecraft(model, sampleLinkProfile, new PacketMaker(database));
  }

  /** The transmitter is on for a while; playback is allowed between two of its seconds. */
  contact(start: Tai, seconds: number, playbackFrom = 30, playbackTo = seconds - 30): void {
    for (let i = 0; BigInt(i) * CADU_NS < BigInt(seconds) * 1_000_000_000n; i++) {
      const emitted = start + BigInt(i) * CADU_NS;
      const elapsed = Number(emitted - start) / 1e9;
      const playback = elapsed >= playbackFrom && elapsed < playbackTo;
      this.take(emitted, this.spacecraft.nextFrame(emitted, { firstOfContact: i === 0, playback }));
    }
  }

  of(vcid: number): Packet[] {
    return this.packets.filter((packet) => packet.vcid === vcid);
  }

  private take(emitted: Tai, frame: MultiplexedFrame): void {
    this.frames.push({ emitted, frame });
    const parsed = parseTmFrame(frame.bytes, { frameLength: 1115, fecf: true, ocf: 'present', scid: 421 });
    const state = this.states.get(frame.vcid) ?? initialExtractionState<number>(frame.vcid);
    const step = extractPackets(state, parsed, this.frames.length);
    this.states.set(frame.vcid, step.state);
    for (const output of step.outputs) {
      if (output.kind === 'idle') continue;
      if (!('bytes' in output)) throw new Error(`${output.kind} in a stream without losses`);
      expect(output.complete).toBe(true);
      const result = decoder(output.bytes);
      if (!result.ok) throw new Error(`${result.where}: ${result.found}`);
      expect(result.leftoverBits).toBe(0);
      expect(crc16(output.bytes)).toBe(0);
      const values = new Map(result.entries.map((entry) => [entry.parameter.name, entry]));
      this.packets.push({
        vcid: frame.vcid,
        emitted,
        container: result.container,
        apid: Number(values.get('APID')?.raw),
        sequenceCount: Number(values.get('SEQUENCE_COUNT')?.raw),
        time: values.get('PACKET_TIME')?.value as Tai,
        values,
      });
    }
  }
}

const start = parseUtc('2026-04-24T08:00:00Z');
const value = (packet: Packet, name: string): number => Number(packet.values.get(name)?.value);

describe('simulated spacecraft in one contact', () => {
  const subject = new Subject();
  beforeAll(() => subject.contact(start, 240));

  it('sends each housekeeping report at its period, time reports, and nothing older than a moment on VC0', () => {
    const periods = { HK_PLATFORM: 4, HK_POWER: 4, HK_THERMAL_AOCS: 2, HK_PAYLOAD_COMMS: 8 };
    for (const [container, periodS] of Object.entries(periods)) {
      const times = subject.of(0).filter((packet) => packet.container === container);
      expect(times.length).toBeGreaterThanOrEqual(Math.floor(235 / periodS));
      for (const [i, { time }] of times.entries())
        expect(Math.abs(Number(time - (times[0]?.time ?? 0n)) / 1e9 - i * periodS)).toBeLessThan(1e-6);
    }
    for (const { time, emitted } of subject.of(0)) {
      const ageS = Number(emitted - time) / 1e9;
      expect(ageS > -1e-6 && ageS < 1.5).toBe(true);
    }
  });

  it('reports the time of the frame before which the count of VC0 was a multiple of eight', () => {
    const reports = subject.of(0).filter(({ container }) => container === 'TIME_REPORT');
    const marked = subject.frames.filter(({ frame }) => frame.vcid === 0 && frame.vcfc % 8 === 0);
    expect(reports.length).toBeGreaterThanOrEqual(marked.length - 1);
    expect(reports.length).toBeGreaterThan(10);
    for (const [i, report] of reports.entries()) {
      const error = (report.values.get('TIME_REPORTED')?.value as Tai) - (marked[i]?.emitted ?? 0n);
      expect(Math.abs(Number(error))).toBeLessThan(60); // the clock counts 2^-24 s
    }
  });

  it('counts the packets of each application process, apart for live and recorded ones', () => {
    for (const vcid of [0, 1]) {
      const counts = new Map<number, number>();
      for (const { apid, sequenceCount } of subject.of(vcid)) {
        expect(sequenceCount).toBe(counts.get(apid) ?? 0);
        counts.set(apid, sequenceCount + 1);
      }
      expect([...counts.keys()].sort((a, b) => a - b)).toEqual(
        vcid === 0 ? [0, 100, 101, 102, 103] : [100, 101, 102, 103],
      );
    }
  });

  it('says in its CLCW that it hears no uplink', () => {
    for (const { frame } of subject.frames) {
      const { ocf } = parseTmFrame(frame.bytes, { frameLength: 1115, fecf: true, ocf: 'present' });
      expect(parseClcw(ocf ?? new Uint8Array())).toMatchObject({
        noRfAvailable: true,
        noBitLock: true,
        lockout: false,
      });
    }
  });

  it('fills the link: real time first, playback next, idle frames when that is done, with room to spare in five minutes', () => {
    const lastPlayback = subject.frames.findLast(({ frame }) => frame.vcid === 1);
    const playbackS = Number((lastPlayback?.emitted ?? 0n) - start) / 1e9 - 30;
    expect(playbackS).toBeGreaterThan(20);
    expect(playbackS).toBeLessThan(120);
    const during = subject.frames.filter(
      ({ emitted }) => emitted >= plusSeconds(start, 31) && emitted < plusSeconds(start, 50),
    );
    expect(during.some(({ frame }) => frame.vcid === 7)).toBe(false);
    expect(subject.frames.at(-1)?.frame.vcid === 7 || subject.frames.at(-2)?.frame.vcid === 7).toBe(true);
    const events = subject.of(0).filter(({ values }) => values.get('EVENT_ID')?.value === 'RECORDER_PLAYBACK_DONE');
    expect(events).toHaveLength(1);
  });

  it('plays nothing back in the first seconds after a silence, when no station can be in lock, whatever the elevation', () => {
    const silent = new Subject();
    silent.contact(start, 20, 0, 20);
    const first = silent.frames.find(({ frame }) => frame.vcid === 1);
    expect(Number((first?.emitted ?? 0n) - start) / 1e9).toBeGreaterThanOrEqual(3);
  });

  it('is the same with the same seed, and another with another', () => {
    const twin = new Subject();
    twin.contact(start, 45, 30, 45);
    expect(twin.frames.length).toBeGreaterThan(250);
    for (const [i, { frame }] of twin.frames.entries()) expect(frame).toEqual(subject.frames[i]?.frame);
    const stranger = new Subject(8);
    stranger.contact(start, 20);
    expect(stranger.frames.slice(0, 100)).not.toEqual(subject.frames.slice(0, 100));
  });

  it('has a battery that discharges in eclipse and is charged in sunlight, and lights that agree with its power', () => {
    const eclipses = new EclipseTimeline(new OrbitTrack(elementsOfGf1));
    const reports = subject.of(1).filter(({ container }) => container === 'HK_POWER');
    let eclipsed = 0;
    for (const [i, report] of reports.entries()) {
      const inEclipse = eclipses.isEclipsed(secondsOf(report.time));
      expect(report.values.get('PWR_ECLIPSE')?.value).toBe(inEclipse);
      expect(value(report, 'PWR_SA_CURRENT_1') > 1).toBe(!inEclipse);
      const before = reports[i - 1];
      if (before === undefined || report.values.get('PWR_ECLIPSE')?.value !== before.values.get('PWR_ECLIPSE')?.value)
        continue;
      const change = value(report, 'PWR_STATE_OF_CHARGE') - value(before, 'PWR_STATE_OF_CHARGE');
      if (inEclipse) {
        eclipsed++;
        expect(change).toBeLessThanOrEqual(0);
        expect(value(report, 'PWR_BATTERY_CURRENT')).toBeLessThan(-5);
      } else expect(change).toBeGreaterThanOrEqual(0);
    }
    expect(eclipsed).toBeGreaterThan(100);
  });

  it('is within its limits but for an excursion now and then, which it reports', () => {
    const outOfLimits = new Set<string>();
    let checked = 0;
    for (const packet of subject.packets)
      for (const { parameter, value: engineering } of packet.values.values()) {
        const { level } = monitor(parameter, engineering);
        if (level === 'unmonitored') continue;
        checked++;
        if (level !== 'in-limits') outOfLimits.add(parameter.name);
      }
    expect(checked).toBeGreaterThan(20_000);
    const excursions = [
      'PLF_CPU_LOAD',
      'PWR_BUS_CURRENT',
      'AOC_POINTING_ERROR',
      'AOC_WHEEL_SPEED_2',
      'THM_TANK',
      'COM_TX_TEMPERATURE',
    ];
    for (const name of outOfLimits) expect(excursions).toContain(name);
    expect(outOfLimits.size).toBeGreaterThanOrEqual(4);
    const limits = subject.packets.filter(({ values }) => values.get('EVENT_ID')?.value === 'LIMIT_PASSED');
    expect(limits.length).toBeGreaterThanOrEqual((8 * 3600) / 480 - 1);
    const images = subject.packets.filter(({ values }) => values.get('EVENT_ID')?.value === 'IMAGE_TAKEN');
    expect(images.length).toBeGreaterThanOrEqual(4);
    const numbers = images.map((packet) => value(packet, 'EVENT_AUXILIARY'));
    for (const [i, number] of numbers.entries()) expect(number).toBe((numbers[0] ?? 0) + 6 * i);
  });
});

describe('playback', () => {
  const recordTimes = (packets: readonly Packet[]): number[] =>
    packets.filter(({ container }) => container.startsWith('HK_')).map(({ time }) => Math.round(Number(time) / 1e9));

  it('covers what was recorded exactly once over two contacts, the first one cut short', () => {
    const subject = new Subject();
    const second = plusSeconds(start, 5900);
    // Playback for 10 s only: the rest comes in the next contact, with what was recorded since.
    subject.contact(start, 80, 30, 40);
    const first = recordTimes(subject.of(1));
    subject.contact(second, 120);
    const times = recordTimes(subject.of(1));
    expect(first.length).toBeGreaterThan(500);
    expect(first.length).toBeLessThan(2000);
    const oldest = Math.floor(Number(start) / 1e10) * 10 - 8 * 3600 + 10;
    const newest = Math.floor(Number(second) / 1e10) * 10;
    expect(times).toEqual(Array.from({ length: (newest - oldest) / 10 + 1 }, (_, i) => oldest + 10 * i));
    const onAir = subject.of(1).filter(({ values }) => values.get('COM_TX_STATE')?.value === 'ON');
    for (const { time } of onAir) expect(time >= start && time <= plusSeconds(start, 80)).toBe(true);
    expect(onAir.length).toBeGreaterThan(0);
  });

  it('overwrites what is older than twelve hours', () => {
    const subject = new Subject();
    subject.contact(start, 60, 0, 0);
    const before = subject.of(1).length;
    const nextDay = plusSeconds(start, 86_400);
    subject.contact(nextDay, 180, 0);
    const times = recordTimes(subject.of(1).slice(before));
    expect(times).toHaveLength(4320);
    expect(times.at(-1)).toBe(Math.floor(Number(nextDay) / 1e10) * 10);
    const fills = subject
      .of(1)
      .slice(before)
      .filter(({ container }) => container === 'HK_PLATFORM');
    expect(value(fills.at(-1) as Packet, 'PLF_RECORDER_FILL')).toBeGreaterThan(99);
  });
});
