import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ManualMissionClock } from '@app/platform';
import { type SlewLimits } from '@app/contracts';
import { RotatorSimulator } from './rotator-simulator.js';
import { answerRotctld } from './rotctld-protocol.js';
import { startRotctldServer } from './rotctld-server.js';

/** Limits and rates of the mount in the transcript. */
const limits: SlewLimits = {
  azimuthMinDeg: -180,
  azimuthMaxDeg: 450,
  elevationMinDeg: 0,
  elevationMaxDeg: 90,
  azimuthRateDegPerS: 6,
  elevationRateDegPerS: 6,
  parkAzimuthDeg: 0,
  parkElevationDeg: 0,
};
const INFO = 'Dummy rotator';

function rotatorAt(azimuthDeg: number, elevationDeg: number): RotatorSimulator {
  return new RotatorSimulator(limits, new ManualMissionClock(0n), { azimuthDeg, elevationDeg });
}

const unescape = (text: string): string => text.replace(/\\\\/g, '\\').replace(/\\n/g, '\n');

const transcriptFile = join(process.env.SMMS_ORACLES ?? '', 'radio/rotctld-transcript.md');
if (process.env.SMMS_ORACLES === undefined || !existsSync(transcriptFile)) {
  console.warn('rotctld transcripts skipped: no oracles (set SMMS_ORACLES)');
} else {
  const transcript = readFileSync(transcriptFile, 'utf8');
  const section = (number: number): string => transcript.split(/^## (?=\d\. )/m)[number] ?? '';

  describe('rotctld transcripts', () => {
    it('answers the NET client byte for byte', () => {
      let exchanges = 0;
      for (const session of section(1).split('-- connect\n').slice(1)) {
        const lines = session.split('\n');
        // The transcript has one position a session: where the mount stood.
        const position = /C> p\\n\n<S ([\d.]+)\\n([\d.]+)\\n/.exec(session);
        const rotator = rotatorAt(Number(position?.[1] ?? 0), Number(position?.[2] ?? 0));
        for (const [i, line] of lines.entries()) {
          if (!line.startsWith('C> ')) continue;
          const command = line.slice(3).replace(/\\n$/, '');
          const reply = lines[i + 1]?.startsWith('<S ') === true ? unescape(lines[i + 1]?.slice(3) ?? '') : undefined;
          expect(answerRotctld(command, rotator, INFO)).toEqual({ text: reply ?? '', closes: command === 'q' });
          exchanges++;
        }
      }
      expect(exchanges).toBeGreaterThanOrEqual(20);
    });

    it('answers single commands byte for byte', () => {
      // `'command\n' -> 'reply'`; positions of extended replies are those of the moment.
      const rows = [...section(2).matchAll(/'((?:[^'\\]|\\.)+)\\n'\s+->\s+'((?:[^'\\]|\\.)*)'/g)];
      const compared: string[] = [];
      for (const [, command = '', reply = ''] of rows) {
        // Shortened in the transcript (`...`), several commands at once, or AOS, to which we say yes.
        if (command === 's' || reply.includes('...') || command.includes('\\n') || command === 'AOS') continue;
        const expected = unescape(reply);
        const where = /Azimuth: ([\d.]+)[\n;]Elevation: ([\d.]+)/.exec(expected);
        const rotator = rotatorAt(Number(where?.[1] ?? 0), Number(where?.[2] ?? 0));
        expect([command, answerRotctld(unescape(command), rotator, INFO).text]).toEqual([command, expected]);
        compared.push(command);
      }
      expect(compared.length).toBeGreaterThanOrEqual(17);
    });
  });
}

describe('rotctld protocol', () => {
  it('does what the long names say, and waits for nothing', () => {
    const clock = new ManualMissionClock(0n);
    const rotator = new RotatorSimulator(limits, clock, { azimuthDeg: 0, elevationDeg: 0 });
    expect(answerRotctld('\\set_pos 12 6', rotator, INFO).text).toBe('RPRT 0\n');
    clock.advanceTo(1_000_000_000n);
    expect(answerRotctld('\\get_pos', rotator, INFO).text).toBe('3.00\n3.00\n');
    expect(answerRotctld('s', rotator, INFO).text).toBe('MOVING MOVING_AZ MOVING_RIGHT MOVING_EL MOVING_UP \n');
    clock.advanceTo(9_000_000_000n);
    expect(answerRotctld('p', rotator, INFO).text).toBe('12.00\n6.00\n');
    expect(answerRotctld('\\park', rotator, INFO).text).toBe('RPRT 0\n');
    expect(answerRotctld('\\stop', rotator, INFO).text).toBe('RPRT 0\n');
    clock.advanceTo(20_000_000_000n);
    expect(answerRotctld('p', rotator, INFO).text).toBe('12.00\n6.00\n');
  });

  // As hamlib 4.5.4 answers them.
  it.each([
    ['P abc 5', 'RPRT -1\n'],
    ['M 3 50', 'RPRT -1\n'],
    ['M 2 500', 'RPRT -1\n'],
    ['|P 10 20', 'set_pos: 10 20|RPRT 0\n'],
    ['+P 999 5', 'set_pos: 999 5\nRPRT -1\n'],
    ['+zz', 'RPRT -1\n'],
    ['P 1e1 20', 'RPRT 0\n'],
    ['P 10 20 30', 'RPRT 0\n'],
    ['s', 'LIMIT_DOWN \n'],
    [';s', 'get_status:;Status flags: LIMIT_DOWN ;RPRT 0\n'],
    ['\\get_status', 'LIMIT_DOWN \n'],
    ['AOS', 'RPRT 0\n'],
    ['LOS', 'RPRT 0\n'],
    ['w X', 'RPRT -4\n'],
    ['\\get_conf min_az', 'RPRT -4\n'],
    ['\\nothing', 'RPRT -1\n'],
    ['+\\set_pos 10  20', 'set_pos: 10 20\nRPRT 0\n'],
    [
      ';\\dump_state',
      'dump_state:;rotctld Protocol Ver: 1;Rotor Model: 1;Minimum Azimuth: -180.000000;Maximum Azimuth: 450.000000;' +
        'Minimum Elevation: 0.000000;Maximum Elevation: 90.000000;South Zero: 0;rot_type=AzEl;done;RPRT 0\n',
    ],
  ])('%p gives %p', (line, reply) => {
    expect(answerRotctld(line, rotatorAt(0, 0), INFO).text).toBe(reply);
  });

  it('describes itself to people between the lines that hamlib has', () => {
    const lines = answerRotctld('1', rotatorAt(0, 0), INFO).text.split('\n');
    expect(lines.slice(0, 2)).toEqual(['Caps dump for model:\t1', 'Model name:\t\tDummy rotator']);
    for (const line of ['Min Azimuth:\t\t-180.00', 'Max Azimuth:\t\t450.00', 'Can set Position:\tY'])
      expect(lines).toContain(line);
    expect(lines.slice(-3)).toEqual(['Overall backend warnings: 0', 'RPRT 0', '']);
    expect(answerRotctld('+\\dump_caps', rotatorAt(0, 0), INFO).text).toMatch(/^dump_caps:\nCaps dump/);
  });

  it('accepts exactly what is within limits, and answers any line with whole lines', () => {
    const angle = fc.double({ min: -1000, max: 1000, noNaN: true });
    fc.assert(
      fc.property(angle, angle, (azimuth, elevation) => {
        const line = `P ${azimuth.toFixed(6)} ${elevation.toFixed(6)}`;
        const [a = 0, e = 0] = [azimuth.toFixed(6), elevation.toFixed(6)].map(Number);
        const within = a >= -180 && a <= 450 && e >= 0 && e <= 90;
        expect(answerRotctld(line, rotatorAt(0, 0), INFO).text).toBe(within ? 'RPRT 0\n' : 'RPRT -1\n');
      }),
    );
    fc.assert(
      fc.property(fc.string(), (line) => {
        const { text } = answerRotctld(line, rotatorAt(0, 0), INFO);
        expect(text === '' || text.endsWith('\n')).toBe(true);
      }),
    );
  });
});

describe('rotctld server', () => {
  it('answers commands in any pieces in order, and closes on q', async () => {
    const server = await startRotctldServer(rotatorAt(10, 20), 0, INFO);
    const port = Number(server.address.split(':')[1]);
    const received = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(port, '127.0.0.1', () => {
        socket.write('p\nS');
        socket.write('\np\nP 999 5\nq\np\n');
      });
      socket.setEncoding('latin1');
      socket.on('data', (chunk: string | Buffer) => (text += chunk.toString()));
      socket.on('end', () => resolve(text));
      socket.on('error', reject);
    });
    expect(received).toBe('10.00\n20.00\nRPRT 0\n10.00\n20.00\nRPRT -1\n');
    await server.close();
  });
});
