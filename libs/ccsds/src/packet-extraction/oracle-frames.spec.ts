import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { bytesToHex, hexToBytes } from '../hex.js';
import { haveOracle, oracleJsonLines, oracleLines } from '../testing/oracle.js';
import { type TmFrame, parseTmFrame } from '../tm-frame/tm-frame.js';
import { type ExtractionOutput } from './extraction-output.js';
import { extractPackets } from './extract-packets.js';
import {
  type ExtractionState,
  deserialiseExtractionState,
  initialExtractionState,
  serialiseExtractionState,
} from './extraction-state.js';

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
  mcfc: number;
  secHdr: boolean;
  sync: boolean;
  packetOrder: boolean;
  segLenId: number;
  fhp: number;
}
type OracleOutput =
  | { vc: number; kind: 'gap'; expected: number; received: number; missing: number }
  | {
      vc: number;
      kind: 'space' | 'encap';
      good: boolean;
      firstFrameVcfc: number;
      length: number;
      head: string;
      sha256_128: string;
      gaps: [number, number][];
    };

const folder = ['telemetry-command', 'frames'] as const;
const dumps = [
  { name: 'tm_1', frames: 152, cadu: true },
  { name: 'tm_1_empty_lines', frames: 152, cadu: true },
  { name: 'tm_gap_1', frames: 11, cadu: false },
  { name: 'tm_large_packets', frames: 60, cadu: false },
  { name: 'tm_segmentation_bug', frames: 3, cadu: false },
  { name: 'tm_encapsulation', frames: 11, cadu: false },
  { name: 'tm_encapsulation_gap', frames: 10, cadu: false },
];

function readFrames(name: string, cadu: boolean): TmFrame[] {
  return oracleLines(...folder, `${name}.hex`).map((line) => {
    const bytes = hexToBytes(line);
    // These CADUs carry check symbols that do not fit: marker and 160 check symbols are cut off.
    const frame = cadu ? bytes.subarray(4, bytes.length - 160) : bytes;
    return parseTmFrame(frame, { frameLength: 1115, fecf: false, ocf: 'present', scid: 123 });
  });
}

/** Our outputs in the oracle's words; the frame's virtual channel count is its name. `store`: through JSON after every frame. */
function extractAll(
  frames: readonly TmFrame[],
  store: boolean,
): { outputs: OracleOutput[]; errors: string[]; idle: number } {
  const states = new Map<number, ExtractionState<number>>();
  const outputs: OracleOutput[] = [];
  const errors: string[] = [];
  let idle = 0;
  for (const frame of frames) {
    const state = states.get(frame.vcid) ?? initialExtractionState<number>(frame.vcid);
    // The peer drops idle space packets and delivers idle encapsulation packets.
    const step = extractPackets(state, frame, frame.vcfc, { deliverIdle: true });
    const text = JSON.stringify(serialiseExtractionState(step.state));
    states.set(frame.vcid, store ? deserialiseExtractionState(JSON.parse(text)) : step.state);
    for (const output of step.outputs) {
      if (output.kind === 'error') errors.push(output.reason);
      else if (output.kind === 'space' && output.isIdle) idle++;
      else outputs.push(...inOracleWords(output));
    }
  }
  return { outputs, errors, idle };
}

function inOracleWords(output: ExtractionOutput<number>): OracleOutput[] {
  switch (output.kind) {
    case 'gap': {
      const { vcid, expectedVcfc, foundVcfc, missingFrames } = output;
      return [{ vc: vcid, kind: 'gap', expected: expectedVcfc, received: foundVcfc, missing: missingFrames }];
    }
    case 'space':
    case 'encapsulation':
      return [
        {
          vc: output.vcid,
          kind: output.kind === 'space' ? 'space' : 'encap',
          good: output.complete,
          firstFrameVcfc: output.firstFrame,
          length: output.bytes.length,
          head: bytesToHex(output.bytes.subarray(0, 16)),
          sha256_128: createHash('sha256').update(output.bytes).digest('hex').slice(0, 32),
          gaps: output.gaps.map(({ offset, length }) => [offset, length]),
        },
      ];
    default:
      return [];
  }
}

/** "good": false: length and gaps only. */
const comparable = (output: OracleOutput): unknown =>
  output.kind !== 'gap' && !output.good ? { ...output, sha256_128: null, head: null } : output;

for (const { name, frames: count, cadu } of dumps) {
  const base = name === 'tm_1_empty_lines' ? 'tm_1' : name;
  (haveOracle(...folder, `${name}.hex`) ? describe : describe.skip)(`frames and packets of ${name}`, () => {
    it(`${count} frames: every field`, () => {
      const frames = readFrames(name, cadu);
      const expected = oracleJsonLines<OracleFrame>(...folder, `${base}.frames.jsonl`);
      expect(expected.length).toBe(count);
      const found = frames.map((frame, i): OracleFrame => ({
        i,
        type: 'TM',
        length: 1115,
        tfvn: frame.tfvn,
        scid: frame.scid,
        vcid: frame.vcid,
        vcfc: frame.vcfc,
        idle: frame.isIdle,
        valid: true,
        dataStart: frame.dataFieldOffset,
        dataLength: frame.dataField.length,
        ocf: bytesToHex(frame.ocf ?? new Uint8Array(0)),
        mcfc: frame.mcfc,
        secHdr: frame.secondaryHeader !== undefined,
        sync: frame.syncFlag,
        packetOrder: frame.packetOrderFlag,
        segLenId: frame.segmentLengthId,
        fhp: frame.firstHeaderPointer,
      }));
      expect(found).toEqual(expected);
    });

    it.each([
      ['in one go', false],
      ['stored as JSON after every frame', true],
    ])('traps 13 and 22: every packet and gap, %s', (_, store) => {
      const expected = oracleJsonLines<OracleOutput>(...folder, `${base}.packets.jsonl`);
      const { outputs, errors } = extractAll(readFrames(name, cadu), store);
      expect(outputs.map(comparable)).toEqual(expected.map(comparable));
      expect(errors).toEqual([]);
    });
  });
}
