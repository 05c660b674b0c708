import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ReedSolomonCodec } from '../coding/reed-solomon.js';
import { bytesToHex, hexToBytes } from '../hex.js';
import { extractPackets } from '../packet-extraction/extract-packets.js';
import { type ExtractionState, initialExtractionState } from '../packet-extraction/extraction-state.js';
import { haveOracle, oracleJsonLines, oracleLines } from '../testing/oracle.js';
import { type AosFrame, parseAosFrame } from './aos-frame.js';
import { AOS_IDLE_VCID, type AosManagedParameters, aosCounterModulo } from './aos-parameters.js';
import { parseBPdu } from './b-pdu.js';
import { extractableAosFrame, parseMPdu } from './m-pdu.js';

interface OracleFrame {
  i: number;
  type: string;
  length: number;
  tfvn: number;
  scid: number;
  vcid: number;
  vcfc: number;
  idle: boolean;
  valid: boolean;
  dataStart: number;
  dataLength: number;
  ocf: string;
  replay: boolean;
  vcfcUsage: boolean;
  vcfcCycle: number;
  fhp: number;
}
interface OraclePacket {
  vc: number;
  kind: 'space';
  good: boolean;
  firstFrameVcfc: number;
  length: number;
  head: string;
  sha256_128: string;
  gaps: [number, number][];
}
interface OracleBitstream {
  vc: number;
  kind: 'bitstream';
  vcfc: number;
  bits: number;
  length: number;
  sha256_128: string;
}

const folder = ['telemetry-command', 'frames'] as const;
const params: AosManagedParameters = {
  frameLength: 892,
  fecf: false,
  ocf: 'present',
  frameHeaderErrorControl: false,
  insertZoneLength: 0,
  frameCountCycle: 'unused',
  scid: 123,
};
const codeblocks = (name: string): Uint8Array[] =>
  oracleLines(...folder, `${name}.hex`).map((line) => hexToBytes(line).subarray(4));
const readFrames = (name: string): AosFrame[] =>
  codeblocks(name).map((codeblock) => parseAosFrame(codeblock.subarray(0, 892), params));
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 32);

function inOracleWords(frame: AosFrame, i: number, fhp: number): OracleFrame {
  return {
    i,
    type: 'AOS',
    length: 892,
    tfvn: frame.tfvn,
    scid: frame.scid,
    vcid: frame.vcid,
    vcfc: frame.vcfc,
    idle: frame.isIdle,
    valid: true,
    dataStart: frame.dataFieldOffset,
    dataLength: frame.dataField.length,
    ocf: bytesToHex(frame.ocf ?? new Uint8Array(0)),
    replay: frame.replayFlag,
    vcfcUsage: frame.vcfcUsageFlag,
    vcfcCycle: frame.vcfcCycle,
    fhp,
  };
}

for (const name of ['aos_1', 'aos_bitstream']) {
  (haveOracle(...folder, `${name}.hex`) ? describe : describe.skip)(`AOS frames of ${name}`, () => {
    it('the check symbols of all 30 codeblocks fit (E = 16, I = 4, dual basis): frames of 892 octets, not randomised', () => {
      const codec = new ReedSolomonCodec({ e: 16, interleave: 4, basis: 'dual', virtualFill: 0 });
      const decoded = codeblocks(name).map((codeblock) => codec.decode(codeblock).codewords);
      expect(decoded).toEqual(new Array(30).fill([0, 0, 0, 0]));
    });

    it('trap 18: 30 frames: every field; exempt are idle and first header pointer on virtual channel 63, where the peer reads a PDU', () => {
      const expected = oracleJsonLines<OracleFrame>(...folder, `${name}.frames.jsonl`);
      expect(expected.length).toBe(30);
      // The peer's first header pointer of a bitstream frame is always 0.
      const pointer = (frame: AosFrame): number =>
        name === 'aos_1' && !frame.isIdle ? parseMPdu(frame.dataField).firstHeaderPointer : 0;
      const found = readFrames(name).map((frame, i) => inOracleWords(frame, i, pointer(frame)));
      const byTheBook = expected.map((frame) =>
        frame.vcid === AOS_IDLE_VCID ? { ...frame, idle: true, fhp: 0 } : frame,
      );
      expect(found).toEqual(byTheBook);
      const exempt = expected.filter(({ vcid }) => vcid === AOS_IDLE_VCID);
      const said = exempt.map(({ idle, fhp }) => ({ idle, fhp }));
      expect(said).toEqual(new Array(exempt.length).fill({ idle: false, fhp: name === 'aos_1' ? 0x555 : 0 }));
      expect(exempt.length).toBeGreaterThan(5);
    });
  });
}

(haveOracle(...folder, 'aos_1.hex') ? describe : describe.skip)('packets of aos_1', () => {
  it('traps 13 and 18: every packet of virtual channels 0 and 1; virtual channel 63 gives none', () => {
    const states = new Map<number, ExtractionState<number>>();
    const found: OraclePacket[] = [];
    const others: string[] = [];
    for (const frame of readFrames('aos_1')) {
      const state = states.get(frame.vcid) ?? initialExtractionState<number>(frame.vcid, aosCounterModulo(params));
      const step = extractPackets(state, extractableAosFrame(frame), frame.vcfc);
      states.set(frame.vcid, step.state);
      for (const output of step.outputs) {
        if (output.kind === 'space')
          found.push({
            vc: output.vcid,
            kind: output.kind,
            good: output.complete,
            firstFrameVcfc: output.firstFrame,
            length: output.bytes.length,
            head: bytesToHex(output.bytes.subarray(0, 16)),
            sha256_128: digest(output.bytes),
            gaps: output.gaps.map(({ offset, length }) => [offset, length]),
          });
        else others.push(output.kind);
      }
    }
    expect(others).toEqual([]);
    const expected = oracleJsonLines<OraclePacket>(...folder, 'aos_1.packets.jsonl');
    expect(expected.length).toBeGreaterThan(20);
    expect(found).toEqual(expected);
  });
});

(haveOracle(...folder, 'aos_bitstream.hex') ? describe : describe.skip)('bitstreams of aos_bitstream', () => {
  const words = (frames: readonly AosFrame[], bitsOf: (pdu: ReturnType<typeof parseBPdu>) => number) =>
    frames.map((frame): OracleBitstream => {
      const pdu = parseBPdu(frame.dataField);
      const { bitstream } = pdu;
      return {
        vc: frame.vcid,
        kind: 'bitstream',
        vcfc: frame.vcfc,
        bits: bitsOf(pdu),
        length: bitstream.length,
        sha256_128: digest(bitstream),
      };
    });

  it('pointer, octets and digest of virtual channels 0 and 1; exempt is the number of bits, where the peer gives the pointer itself', () => {
    const frames = readFrames('aos_bitstream').filter(({ isIdle }) => !isIdle);
    const expected = oracleJsonLines<OracleBitstream>(...folder, 'aos_bitstream.packets.jsonl').filter(
      ({ vc }) => vc !== AOS_IDLE_VCID,
    );
    expect(expected.length).toBe(20);
    expect(words(frames, ({ bitstreamDataPointer }) => bitstreamDataPointer)).toEqual(expected);
    // By the book the pointer is the place of the last valid bit: on virtual channel 1 just 621 whole octets.
    const byTheBook = expected.map((each) => ({ ...each, bits: each.bits + 1 }));
    expect(words(frames, ({ validBits }) => validBits)).toEqual(byTheBook);
    expect(byTheBook.find(({ vc }) => vc === 1)!.bits).toBe(8 * 621);
  });

  it('trap 18: the idle data of virtual channel 63, if it were a B_PDU as the peer takes it, gives what the peer found', () => {
    const idle = readFrames('aos_bitstream').filter(({ isIdle }) => isIdle);
    const expected = oracleJsonLines<OracleBitstream>(...folder, 'aos_bitstream.packets.jsonl').filter(
      ({ vc }) => vc === AOS_IDLE_VCID,
    );
    expect(expected.length).toBe(10);
    // 0x5555: the spare bits, which we would refuse, masked as the peer does.
    const masked = idle.map((frame) => ({ ...frame, dataField: frame.dataField.with(0, frame.dataField[0]! & 0x3f) }));
    expect(words(masked, ({ bitstreamDataPointer }) => bitstreamDataPointer)).toEqual(expected);
  });
});
