import { describe, expect, it } from '@jest/globals';
import { buildSpacePacket } from '@app/ccsds';
import { parseUtc } from '@app/time';
import { compileMission } from '../mission/mission-definition.js';
import { referenceDatabase, sealPacket, TelemetryMaker } from '../testing/telemetry-maker.js';
import { judgePacket } from './packet.step.js';
import { readSampleValue, toParameterValues } from './sample.js';
import type { ExtractedPacket } from './stream.step.js';
import { storableText } from './value-text.js';

const mission = compileMission(referenceDatabase(), 'smms-reference.xml');
const maker = new TelemetryMaker();

function extracted(octets: Uint8Array, more: Partial<ExtractedPacket> = {}): ExtractedPacket {
  return {
    kind: 'space',
    vcid: 0,
    octets,
    complete: true,
    gaps: [],
    firstStationSequence: 1,
    lastStationSequence: 1,
    earthReceiveTime: '2026-04-24T08:00:00.000000Z',
    ...more,
  };
}

describe('judgePacket', () => {
  it('decodes a packet and dates it by its own time, to the microsecond', () => {
    const octets = maker.packet('HK_POWER', 5, 12.345678, { PWR_BUS_VOLTAGE: 28_500 });
    const judged = judgePacket(extracted(octets), 'real-time', mission);
    expect(judged).toMatchObject({
      quality: 'complete',
      apid: 101,
      sequenceCount: 5,
      source: 'real-time',
      reason: null,
    });
    expect(judged.container).toMatch(/\/HK_POWER$/);
    // The clock's tick is 60 ns: at most one tick below.
    const late = parseUtc('2026-04-24T08:00:12.345678Z') - parseUtc(judged.generationTime!);
    expect(late >= 0n && late <= 1000n).toBe(true);
    const values = toParameterValues(
      judged.sample!.entries,
      judged.sample!.layout,
      judged.sample!.columns,
      mission.nameOf,
    );
    const voltage = values.find(({ parameter }) => parameter === 'PWR_BUS_VOLTAGE')!;
    expect(voltage).toMatchObject({ raw: 28_500, unit: 'V', monitoring: 'in-limits' });
    expect(voltage.value).toBeCloseTo(28.5, 9);
  });

  it('marks a generation time that cannot be right, and decodes the packet all the same', () => {
    const suspect = (seconds: number, content: 'real-time' | 'playback') => {
      const judged = judgePacket(extracted(maker.packet('HK_POWER', 5, seconds)), content, mission);
      expect(judged.sample?.entries.length).toBeGreaterThan(5);
      return judged.timeSuspect;
    };
    expect([0.9, 1.1, -86_000, -86_500].map((seconds) => suspect(seconds, 'real-time'))).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect([0.9, 1.1, -86_500].map((seconds) => suspect(seconds, 'playback'))).toEqual([false, true, false]);
  });

  it('gives back every value from its columns', () => {
    for (const container of ['HK_POWER', 'HK_PLATFORM', 'HK_THERMAL_AOCS', 'HK_PAYLOAD_COMMS', 'TIME_REPORT']) {
      const { sample } = judgePacket(extracted(maker.packet(container, 1, 3)), 'real-time', mission);
      const { layout, columns, entries } = sample!;
      const texts = JSON.parse(JSON.stringify(columns.texts)) as typeof columns.texts;
      for (const { parameter, raw, value, monitoring } of toParameterValues(
        entries,
        layout,
        columns,
        (one) => one.qualifiedName,
      )) {
        const position = layout.parameters.findIndex(({ qualifiedName }) => qualifiedName === parameter);
        const row = {
          raw: columns.raw[position]!,
          value: columns.value[position]!,
          monitoring: columns.monitoring[position]!,
          texts,
        };
        expect(readSampleValue(layout.parameters[position]!, position, row)).toEqual({ raw, value, monitoring });
      }
    }
  });

  it('gives null, not a word, where a raw value has no engineering value, also out of the columns', () => {
    const octets = maker.packet('HK_PLATFORM', 1, 3, { PLF_MODE: 77 });
    const { layout, columns, entries } = judgePacket(extracted(octets), 'real-time', mission).sample!;
    const expected = { raw: 77, value: null };
    const values = toParameterValues(entries, layout, columns, mission.nameOf);
    expect(values.find(({ parameter }) => parameter === 'PLF_MODE')).toMatchObject(expected);
    const at = layout.parameters.findIndex(({ name }) => name === 'PLF_MODE');
    const [raw, value, monitoring] = [columns.raw[at]!, columns.value[at]!, columns.monitoring[at]!];
    expect(readSampleValue(layout.parameters[at]!, at, { raw, value, monitoring, texts: columns.texts })).toMatchObject(
      expected,
    );
  });

  it('never decodes a partial packet, one with a wrong checksum, or one from a channel without known content', () => {
    const octets = maker.packet('HK_POWER', 5, 1);
    const partial = judgePacket(
      extracted(octets, { complete: false, gaps: [{ offset: 20, length: 4 }] }),
      'real-time',
      mission,
    );
    expect(partial).toMatchObject({ quality: 'partial', apid: 101, sample: null, generationTime: null });
    const flipped = octets.slice();
    flipped[30]! ^= 4;
    expect(judgePacket(extracted(flipped), 'real-time', mission)).toMatchObject({
      quality: 'checksum-error',
      sample: null,
    });
    const elsewhere = judgePacket(extracted(octets, { vcid: 3 }), 'unknown', mission);
    expect(elsewhere).toMatchObject({ quality: 'complete', source: 'unknown', sample: null });
    expect(elsewhere.reason).toBe('virtual channel 3: the link profile says unknown');
    expect(judgePacket(extracted(octets), 'idle', mission)).toMatchObject({ source: 'unknown', sample: null });
  });

  it('marks what no container describes', () => {
    const stranger = maker.packet('HK_POWER', 5, 1).slice();
    stranger[1] = 200; // APID
    const judged = judgePacket(extracted(sealPacket(stranger)), 'real-time', mission);
    expect(judged).toMatchObject({ quality: 'complete', apid: 200, container: null, sample: null });
    expect(judged.reason).toMatch(/^unrecognised at \/SMMS\/HousekeepingReport/);
    expect(judged.generationTime).toMatch(/^2026-04-24T08:00:0[01]/);
    const plain = buildSpacePacket({ apid: 7, sequenceCount: 0, data: Uint8Array.of(1, 2, 3) });
    expect(judgePacket(extracted(plain), 'real-time', mission)).toMatchObject({ quality: 'complete', container: null });
    const encapsulated = extracted(Uint8Array.of(0xe9, 3, 0), { kind: 'encapsulation' });
    expect(judgePacket(encapsulated, 'real-time', mission)).toMatchObject({ apid: null, container: null });
  });

  it('makes texts storable: neither NUL nor half surrogates', () => {
    expect(storableText('a\u0000b\ud800c\udc00d😀')).toBe('a\u2400b\ufffdc\ufffdd😀');
  });
});
