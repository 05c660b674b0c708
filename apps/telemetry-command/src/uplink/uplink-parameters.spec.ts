import { describe, expect, it } from '@jest/globals';
import { bytesToHex } from '@app/ccsds';
import { linkProfileSchema } from '@app/contracts';
import { seedLinkProfile } from '../testing/telemetry-maker.js';
import { cltuOf, fitsOneFrame, uplinkParametersOf } from './uplink-parameters.js';

const profile = seedLinkProfile();

describe('uplink parameters', () => {
  // By hand: 256 octets are 37 codeblocks, 2 + 37 · 8 + 8 = 306 octets or 2 448 bits, 0.612 s at 4 000 bit/s; ten of them; 1.5 s; 1.5 s of wall time.
  it.each([
    [1, 6.12 + 1.5 + 1.5],
    [60, 6.12 + 1.5 + 90],
  ])(
    'T1 at %i times real time is %f s: the window in CLTUs, the way there and back, and wall time',
    (rate, seconds) => {
      expect(uplinkParametersOf(profile, rate)!.fop.t1InitialSeconds).toBeCloseTo(seconds, 9);
    },
  );

  it('has none where there is no uplink', () => {
    expect(uplinkParametersOf(linkProfileSchema.parse({ ...profile, uplink: null }), 1)).toBeUndefined();
  });

  it('takes packets up to one frame of the greatest length: 256 octets less header, segment header and error control', () => {
    const parameters = uplinkParametersOf(profile, 1)!;
    expect([0, 1, 248, 249].map((length) => fitsOneFrame(new Uint8Array(length), parameters))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('puts one frame into each CLTU, whatever its kind', () => {
    const parameters = { ...uplinkParametersOf(profile, 1)!, randomize: false };
    const packet = Uint8Array.of(1, 2);
    const first = (cltu: Uint8Array) => bytesToHex(cltu.subarray(0, 9));
    // SCID 421 is 01a5; seven octets of a frame stand in the first codeblock, behind the start sequence.
    const frame = { tag: 'a', retransmission: false } as const;
    expect(first(cltuOf({ kind: 'AD', frameSequenceNumber: 7, ...frame }, packet, parameters))).toBe(
      'eb9001a5000907c001',
    );
    expect(first(cltuOf({ kind: 'BD', tag: 'a' }, packet, parameters))).toBe('eb9021a5000900c001');
    const unlock = { kind: 'BC', command: { command: 'unlock' }, ...frame } as const;
    expect(first(cltuOf(unlock, undefined, parameters)).slice(0, 16)).toBe('eb9031a500070000');
  });
});
