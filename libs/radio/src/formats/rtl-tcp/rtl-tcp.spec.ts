import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodeRtlTcpCommand, encodeRtlTcpGreeting } from './rtl-tcp-encoder.js';
import { RtlTcpError, type RtlTcpCommand, rtlCommands } from './rtl-tcp-message.js';
import { RtlTcpCommandReader, RtlTcpSampleReader } from './rtl-tcp-reader.js';

const hex = (octets: Uint8Array): string => Buffer.from(octets).toString('hex');
const unsigned = fc.integer({ min: 0, max: 0xffff_ffff });
const signed = fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff });

const command = fc.oneof(
  fc.constantFrom(...rtlCommands).chain((name): fc.Arbitrary<RtlTcpCommand> => {
    if (name === 'set-if-gain')
      return fc.record({
        command: fc.constant(name),
        stage: fc.nat({ max: 0xffff }),
        tenthsOfDecibel: fc.integer({ min: -0x8000, max: 0x7fff }),
      });
    const value = name === 'set-gain' || name === 'set-frequency-correction' ? signed : unsigned;
    return fc.record({ command: fc.constant(name), value });
  }),
  fc.record({
    command: fc.constant('unknown' as const),
    opcode: fc.constantFrom(0, 15, 0x40, 255),
    parameter: unsigned,
  }),
);

describe('rtl_tcp', () => {
  it.each<[RtlTcpCommand, string]>([
    [{ command: 'set-frequency', value: 868_000_000 }, '0133bca100'],
    [{ command: 'set-sample-rate', value: 250_000 }, '020003d090'],
    [{ command: 'set-gain-mode', value: 1 }, '0300000001'],
    [{ command: 'set-gain', value: -10 }, '04fffffff6'],
    [{ command: 'set-frequency-correction', value: -2 }, '05fffffffe'],
    [{ command: 'set-if-gain', stage: 2, tenthsOfDecibel: -30 }, '060002ffe2'],
    [{ command: 'set-test-mode', value: 1 }, '0700000001'],
    [{ command: 'set-agc-mode', value: 0 }, '0800000000'],
    [{ command: 'set-direct-sampling', value: 2 }, '0900000002'],
    [{ command: 'set-offset-tuning', value: 1 }, '0a00000001'],
    [{ command: 'set-rtl-crystal', value: 28_800_000 }, '0b01b77400'],
    [{ command: 'set-tuner-crystal', value: 28_800_000 }, '0c01b77400'],
    [{ command: 'set-gain-by-index', value: 28 }, '0d0000001c'],
    [{ command: 'set-bias-tee', value: 1 }, '0e00000001'],
    [{ command: 'unknown', opcode: 0x40, parameter: 7 }, '4000000007'],
  ])('lays $command out as docs/interfaces/rtl-tcp.md gives it', (one, octets) => {
    expect(hex(encodeRtlTcpCommand(one))).toBe(octets);
  });

  it('gives the same commands whatever the chunks that TCP makes of them', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 12 }), fc.integer({ min: 1, max: 11 }), (commands, cut) => {
        const octets = Uint8Array.from(commands.flatMap((one) => [...encodeRtlTcpCommand(one)]));
        const reader = new RtlTcpCommandReader();
        const read: RtlTcpCommand[] = [];
        for (let at = 0; at < octets.length; at += cut) read.push(...reader.push(octets.subarray(at, at + cut)));
        expect(read).toEqual(commands);
      }),
    );
  });

  it('greets as librtlsdr does, and gives the samples behind the greeting, whatever the chunks', () => {
    const greeting = encodeRtlTcpGreeting({ tuner: 'R820T', gainCount: 29 });
    expect(hex(greeting)).toBe('52544c30000000050000001d');
    const octets = Uint8Array.from([...greeting, 0, 255, 127, 128, 255]);
    for (let cut = 1; cut <= octets.length; cut++) {
      const reader = new RtlTcpSampleReader();
      const samples: number[] = [];
      for (let at = 0; at < octets.length; at += cut) {
        samples.push(...reader.push(octets.subarray(at, at + cut)));
        if (at + cut < 12) expect(reader.greeting).toBeNull();
      }
      expect(reader.greeting).toEqual({ tuner: 'R820T', gainCount: 29 });
      expect(samples).toEqual([-1, 1, -1 / 255, 1 / 255].map(Math.fround));
    }
  });

  it('refuses a server of another kind, and takes a tuner that it does not know', () => {
    const greeting = encodeRtlTcpGreeting({ tuner: 'E4000', gainCount: 14 });
    const other = greeting.with(3, 0x31);
    expect(() => new RtlTcpSampleReader().push(other)).toThrow(RtlTcpError);
    expect(() => new RtlTcpSampleReader().push(other)).toThrow(/magic: expected 52544c30, found 52544c31/);
    const reader = new RtlTcpSampleReader();
    reader.push(greeting.with(7, 99));
    expect(reader.greeting).toEqual({ tuner: 'unknown', gainCount: 14 });
  });

  it.each<[RtlTcpCommand, RegExp]>([
    [{ command: 'set-frequency', value: 8_200_000_000 }, /set-frequency: value: .* to 4294967295, found 8200000000/],
    [{ command: 'set-gain', value: 2 ** 31 }, /set-gain/],
    [{ command: 'set-sample-rate', value: 0.5 }, /set-sample-rate/],
    [{ command: 'set-if-gain', stage: 70_000, tenthsOfDecibel: 0 }, /stage/],
    [{ command: 'unknown', opcode: 256, parameter: 0 }, /opcode/],
  ])('refuses a value that its field does not hold', (one, message) => {
    expect(() => encodeRtlTcpCommand(one)).toThrow(message);
  });
});
