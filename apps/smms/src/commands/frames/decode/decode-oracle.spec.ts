import { describe, expect, it } from '@jest/globals';
import { haveOracles, oracleFile, oracleJsonLines, runInMemory } from '../../testing/memory-io.js';
import { aosProfile, blankedTmProfile, tcProfile, tmProfile } from '../testing/profiles.js';
import { runFramesDecode } from './decode-run.js';

type Line = Readonly<Record<string, unknown>>;

const FOLDER = 'frames';
/** `channels`: what the peer reads otherwise than the book has it is left out: 63 holds idle data only. */
const dumps = [
  { name: 'tm_1', profile: blankedTmProfile, frames: 152, outputs: 613 },
  { name: 'tm_1_empty_lines', base: 'tm_1', profile: blankedTmProfile, frames: 152, outputs: 613 },
  { name: 'tm_gap_1', profile: tmProfile, frames: 11, outputs: 10 },
  { name: 'tm_large_packets', profile: tmProfile, frames: 60, outputs: 5 },
  { name: 'tm_segmentation_bug', profile: tmProfile, frames: 3, outputs: 6 },
  { name: 'tm_encapsulation', profile: tmProfile, frames: 11, outputs: 13 },
  { name: 'tm_encapsulation_gap', profile: tmProfile, frames: 10, outputs: 14 },
  { name: 'aos_1', profile: aosProfile, frames: 30, outputs: 36 },
  { name: 'aos_bitstream', profile: { ...aosProfile, service: 'b-pdu' }, frames: 30, outputs: 20 },
  { name: 'tc_plain_1', profile: tcProfile, frames: 10, outputs: 30 },
  { name: 'tc_1_encapsulation', profile: tcProfile, frames: 6, outputs: 1 },
] as const;

async function decode(name: string, profile: object, emit: string): Promise<readonly Line[]> {
  const files = { 'P.json': profile, F: oracleFile(FOLDER, `${name}.hex`) };
  const result = await runInMemory(files, (io) => runFramesDecode({ profile: 'P.json', input: 'F', emit }, io));
  expect(result.code).toBe(0);
  return result.lines;
}

const sequenceFlags: Readonly<Record<string, string>> = {
  first: 'FIRST',
  continuation: 'CONTINUE',
  last: 'LAST',
  unsegmented: 'NO_SEGMENT',
};

/** Our frame in the oracle's words. */
function frameInOracleWords(line: Line): Line {
  const common = {
    i: line.index,
    type: line.frameType,
    length: line.length,
    scid: line.spacecraftId,
    vcid: line.virtualChannelId,
    vcfc: line.frameCount,
    idle: line.isIdle,
    valid: line.valid,
    dataStart: line.dataFieldOffset,
    dataLength: line.dataFieldLength,
  };
  switch (line.frameType) {
    case 'TM':
      return {
        ...common,
        tfvn: 0,
        ocf: line.ocf,
        mcfc: line.masterChannelCount,
        secHdr: line.secondaryHeader !== undefined,
        sync: line.syncFlag,
        packetOrder: line.packetOrderFlag,
        segLenId: line.segmentLengthId,
        fhp: line.firstHeaderPointer,
      };
    case 'AOS':
      return {
        ...common,
        tfvn: 1,
        ocf: line.ocf,
        replay: line.replay,
        vcfcUsage: line.frameCountCycle !== null,
        vcfcCycle: line.frameCountCycle ?? 0,
        // B_PDUs have no first header pointer; the peer says 0 then.
        fhp: line.firstHeaderPointer ?? 0,
      };
    default:
      return {
        ...common,
        tfvn: 0,
        frameType: line.frameKind,
        mapId: line.mapId,
        seqFlag: sequenceFlags[String(line.sequenceFlags)],
      };
  }
}

/** Our packet, bitstream or gap in the oracle's words. `frames`: our frames, for their counts. */
function outputInOracleWords(line: Line, frames: readonly Line[]): Line {
  const { virtualChannelId: vc, kind, length } = line;
  if (kind === 'gap') return { vc, kind, expected: line.expected, received: line.received, missing: line.missing };
  const digest = { sha256_128: String(line.sha256).slice(0, 32) };
  if (kind === 'bitstream')
    // The peer takes the bitstream data pointer for the number of bits; the book has it point at the last.
    return { vc, kind, vcfc: line.frameCount, bits: Number(line.validBits) - 1, length, ...digest };
  const firstFrameVcfc = frames[Number(line.firstFrame)]?.frameCount;
  const packet = { vc, kind, good: line.good, firstFrameVcfc, length, gaps: line.gaps };
  return line.good === true ? { ...packet, head: line.headHex, ...digest } : packet;
}

/** "good": false: length and gaps only. */
function comparable({ head, sha256_128, ...rest }: Line): Line {
  return rest.good === false ? rest : { ...rest, ...(head === undefined ? {} : { head }), sha256_128 };
}

const isBookChannel = (line: Line): boolean => (line.vcid ?? line.vc) !== 63;

(haveOracles(FOLDER) ? describe : describe.skip)('dumps of an independent implementation', () => {
  it.each(dumps)('$name: $frames frames, every field', async ({ name, profile, frames, ...dump }) => {
    const expected = oracleJsonLines<Line>(FOLDER, `${'base' in dump ? dump.base : name}.frames.jsonl`);
    const found = await decode(name, profile, 'frames');
    expect(found).toHaveLength(frames);
    expect(found.map(frameInOracleWords).filter(isBookChannel)).toEqual(expected.filter(isBookChannel));
    // Trap 18: virtual channel 63 is idle, whatever the peer makes of it.
    for (const line of found)
      if (line.virtualChannelId === 63) expect(line).toMatchObject({ isIdle: true, valid: true });
  });

  it.each(dumps)('$name: $outputs packets and gaps', async ({ name, profile, outputs, ...dump }) => {
    const expected = oracleJsonLines<Line>(FOLDER, `${'base' in dump ? dump.base : name}.packets.jsonl`);
    const frames = await decode(name, profile, 'frames');
    const found = (await decode(name, profile, 'packets')).map((line) => outputInOracleWords(line, frames));
    expect(found).toHaveLength(outputs);
    expect(found.filter(isBookChannel)).toEqual(expected.filter(isBookChannel).map(comparable));
  });

  it('traps 1 and 4: the parity of the AOS dumps fits in the dual basis and in no other', async () => {
    const good = await decode('aos_1', aosProfile, 'frames');
    expect(good.every(({ correctedSymbols }) => correctedSymbols === 0)).toBe(true);
    const conventional = { ...aosProfile, reedSolomon: { ...aosProfile.reedSolomon, basis: 'conventional' } };
    const bad = await decode('aos_1', conventional, 'frames');
    expect(bad.filter(({ valid }) => valid === true)).toEqual([]);
    expect(bad[0]).toMatchObject({ spacecraftId: 123, correctedSymbolsPerCodeword: Array(4).fill('uncorrectable') });
  });

  it('the blanked parity of tm_1 is found wrong where it is looked at', async () => {
    const { reedSolomon } = blankedTmProfile;
    const found = await decode('tm_1', { ...tmProfile, reedSolomon: { ...reedSolomon, decode: true } }, 'frames');
    expect(found).toHaveLength(152);
    expect(found.every(({ valid }) => valid === false)).toBe(true);
  });
});
