import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesToHex, hexToBytes } from '../hex.js';
import { encodeControlCommand, parseControlCommand } from './control-command.js';
import { Cop1Error } from './cop1-error.js';

describe('control commands (trap 25)', () => {
  it('Unlock is 00 and Set V(R) is 82 00 with the value', () => {
    expect(bytesToHex(encodeControlCommand({ command: 'unlock' }))).toBe('00');
    expect(bytesToHex(encodeControlCommand({ command: 'set-vr', value: 0xa5 }))).toBe('8200a5');
    expect(parseControlCommand(hexToBytes('00'))).toEqual({ command: 'unlock' });
    expect(parseControlCommand(hexToBytes('8200ff'))).toEqual({ command: 'set-vr', value: 255 });
  });

  it.each(['', '01', '0000', '8200', '820105', '820005aa', '800005'])('refuses %p', (hex) => {
    expect(() => parseControlCommand(hexToBytes(hex))).toThrow(Cop1Error);
  });

  it.each([-1, 256, 1.5, Number.NaN])('refuses to set V(R) to %p', (value) => {
    expect(() => encodeControlCommand({ command: 'set-vr', value })).toThrow(Cop1Error);
  });

  it('parses what it encodes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), (value) => {
        const command = { command: 'set-vr', value } as const;
        expect(parseControlCommand(encodeControlCommand(command))).toEqual(command);
      }),
    );
  });
});
