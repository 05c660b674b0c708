import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LinearModulation } from '../../modulation/waveform.js';
import { SignalError } from '../../signal/signal-error.js';
import { rotatedDecisions } from './rotated-decisions.js';

const decisions = fc
  .array(fc.tuple(fc.integer({ min: -127, max: 127 }), fc.integer({ min: -127, max: 127 })), {
    minLength: 1,
    maxLength: 40,
  })
  .map((pairs) => Int8Array.from(pairs.flat()));
const twoRails = fc.constantFrom<LinearModulation[]>('QPSK', 'OQPSK');

describe('decisions of a carrier that stands on another quarter', () => {
  it('a pair of QPSK turns as a complex number does', () => {
    fc.assert(
      fc.property(decisions, fc.integer({ min: -8, max: 8 }), (values, turns) => {
        const rotated = rotatedDecisions(values, turns, 'QPSK');
        for (let n = 0; n < values.length; n += 2) {
          const angle = (turns * Math.PI) / 2;
          expect(rotated[n]).toBe(Math.round(values[n]! * Math.cos(angle) - values[n + 1]! * Math.sin(angle)) + 0);
          expect(rotated[n + 1]).toBe(Math.round(values[n]! * Math.sin(angle) + values[n + 1]! * Math.cos(angle)) + 0);
        }
      }),
    );
  });

  it('a half turn inverts, of every modulation; -128 becomes 127', () => {
    for (const modulation of ['BPSK', 'QPSK', 'OQPSK'] as const) {
      expect([...rotatedDecisions(Int8Array.of(5, -7, -128, 127), 2, modulation)]).toEqual([-5, 7, 127, -127]);
      expect([...rotatedDecisions(Int8Array.of(5, -7), 4, modulation)]).toEqual([5, -7]);
    }
    expect(() => rotatedDecisions(Int8Array.of(5), 1, 'BPSK')).toThrow(SignalError);
  });

  it('the half before the pair comes first of OQPSK, however the stream is cut', () => {
    expect([...rotatedDecisions(Int8Array.of(1, 2, 3, 4), 1, 'OQPSK', 9)]).toEqual([-9, 1, -2, 3]);
    expect([...rotatedDecisions(Int8Array.of(1, 2, 3, 4), 3, 'OQPSK')]).toEqual([0, -1, 2, -3]);
    fc.assert(
      fc.property(
        decisions,
        fc.nat(80),
        fc.integer({ min: 0, max: 3 }),
        twoRails,
        (values, place, turns, modulation) => {
          const cut = Math.min(values.length, 2 * (place >> 1));
          const whole = rotatedDecisions(values, turns, modulation, 3);
          const first = rotatedDecisions(values.subarray(0, cut), turns, modulation, 3);
          const second = rotatedDecisions(values.subarray(cut), turns, modulation, cut === 0 ? 3 : values[cut - 1]);
          expect([...first, ...second]).toEqual([...whole]);
        },
      ),
    );
  });
});
