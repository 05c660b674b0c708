import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ManualMissionClock } from '@app/platform';
import { RigctldDaemon, RigctldSession } from './rigctld-protocol.js';
import { startRigctldServer } from './rigctld-server.js';
import { TransceiverSimulator } from './transceiver-simulator.js';

const INFO = 'Nothing much (dummy)';

function radio(range = { minHz: 150e3, maxHz: 30e9 }) {
  const clock = new ManualMissionClock(0n);
  const rig = new TransceiverSimulator(clock, range);
  const session = new RigctldSession(new RigctldDaemon(rig, INFO));
  return { clock, rig, session, ask: (line: string): string => session.answer(line).text };
}

const unescape = (text: string): string => text.replace(/\\\\/g, '\\').replace(/\\n/g, '\n');

const transcriptFile = join(process.env.SMMS_ORACLES ?? '', 'radio/rotctld-transcript.md');
if (process.env.SMMS_ORACLES === undefined || !existsSync(transcriptFile)) {
  console.warn('rigctld transcripts skipped: no oracles (set SMMS_ORACLES)');
} else {
  const transcript = readFileSync(transcriptFile, 'utf8');
  const section = (number: number): string => transcript.split(/^## (?=\d\. )/m)[number] ?? '';
  /** The range of hamlib's dummy, in which it does not keep its frequencies. */
  const dummyRange = (text: string): string =>
    text.replaceAll('150000.000000 30000000000.000000', '150000.000000 1500000000.000000');

  describe('rigctld transcripts', () => {
    it('answers the NET client byte for byte, as far as the transcript goes', () => {
      const { ask } = radio();
      const lines = section(3).split('\n');
      let exchanges = 0;
      for (const [i, line] of lines.entries()) {
        if (line.startsWith('## rigctl -m 2 F')) break;
        if (!line.startsWith('C> ')) continue;
        const reply = dummyRange(ask(unescape(line.slice(3)).trimEnd()));
        const expected = unescape((lines[i + 1] ?? '').slice(3));
        const [mine, theirs] = [reply.split('\n'), expected.split('\n')];
        // The state ends with names and tone lists of hamlib's own.
        const compared = theirs.findIndex((text) => text.startsWith('rigctld_version='));
        if (compared > 0) {
          expect(mine.slice(0, compared)).toEqual(
            theirs.slice(0, compared).map((row) => row.replace('ptt_type=0x0', 'ptt_type=0x1')),
          );
          expect(mine.slice(-2)).toEqual(['done', '']);
        } else expect(reply).toBe(expected);
        exchanges++;
      }
      expect(exchanges).toBe(9);
    });

    it('gives the state without the newer lines to who has not asked for them', () => {
      const state = /`\\dump_state` before any[^\n]*\n```\n([^`]+)```/.exec(section(3))?.[1] ?? '';
      expect(state.split('\n').length).toBe(42);
      expect(dummyRange(radio().ask('\\dump_state'))).toBe(state);
    });

    it('answers a session of single commands byte for byte', () => {
      const { session } = radio();
      const rows = [...section(4).matchAll(/^'(.*)\\\\n' -> '(.*?)'?$/gm)];
      // What hamlib says there is noise, an error of its parser and what that error does to the commands behind it, cut short, or of a verb
      // that is not served.
      const others = ['l STRENGTH', 'AOS', 'LOS', 'zz', 'y', 'n'];
      const compared: string[] = [];
      let afterAos = false;
      for (const [, command = '', reply = ''] of rows) {
        const spoiled = afterAos && command === 'f';
        if (command === 'AOS') afterAos = true;
        if (spoiled || others.includes(command) || command.includes('dump_state')) continue;
        const plain = unescape(unescape(command));
        const { text, closes } = session.answer(plain);
        const expected = unescape(reply);
        const shown = plain === 'V ?' || plain !== 'q' ? text : `${text}${closes ? '<EOF>' : ''}`;
        expect([command, shown]).toEqual([command, expected]);
        compared.push(command);
      }
      expect(compared.length).toBeGreaterThanOrEqual(38);
    });
  });
}

describe('rigctld protocol', () => {
  it('tunes beyond 32 bits, receives and transmits on two VFOs, and keeps what it did', () => {
    const { ask, rig, clock } = radio();
    expect(ask('F 8200000000.000000')).toBe('RPRT 0\n');
    expect(ask('f')).toBe('8200000000\n');
    // As gpredict sends them.
    expect(ask('F  145890000')).toBe('RPRT 0\n');
    clock.advanceTo(1_000_000_000n);
    expect(ask('S 1 VFOB')).toBe('RPRT 0\n');
    expect(ask('I 2067270000')).toBe('RPRT 0\n');
    expect(ask('X PKTFM 15000')).toBe('RPRT 0\n');
    expect(ask('T 1')).toBe('RPRT 0\n');
    expect(ask('t')).toBe('1\n');
    clock.advanceTo(2_000_000_000n);
    expect(ask('T 0')).toBe('RPRT 0\n');
    expect(rig.tuning()).toMatchObject({ receiveHz: 145_890_000, transmitHz: 2_067_270_000, transmitting: false });
    expect(rig.tuningAt(1_500_000_000n)).toMatchObject({ transmitHz: 2_067_270_000, transmitting: true });
    expect(rig.tuningAt(500_000_000n)).toMatchObject({ transmitHz: 145_890_000, transmitting: false });
  });

  it('shows the dial where the oscillator is off', () => {
    const { ask, rig } = radio();
    ask('F 2245000000');
    rig.wrongFrequency(-12_500);
    expect(ask('f')).toBe('2245000000\n');
    expect(rig.tuning()).toMatchObject({ receiveHz: 2_244_987_500, transmitHz: 2_244_987_500 });
    rig.wrongFrequency(0);
    expect(rig.tuning().receiveHz).toBe(2_245_000_000);
  });

  it('does nothing but power up while it is off, and has no carrier then', () => {
    const { ask, rig } = radio();
    ask('T 1');
    expect(ask('\\set_powerstat 0')).toBe('RPRT 0\n');
    expect(rig.tuning()).toMatchObject({ powered: false, transmitting: false });
    expect([ask('f'), ask('F 145000000'), ask('T 1')]).toEqual(['RPRT -9\n', 'RPRT -9\n', 'RPRT -9\n']);
    expect(ask('+\\get_powerstat')).toBe('get_powerstat:\nPower Status: 0\nRPRT 0\n');
    expect(ask('\\set_powerstat 1')).toBe('RPRT 0\n');
    expect(ask('t')).toBe('0\n');
  });

  // As hamlib 4.5.4 answers them.
  it.each([
    [';f', 'get_freq:;Frequency: 145000000;RPRT 0\n'],
    ['|f', 'get_freq:|Frequency: 145000000|RPRT 0\n'],
    ['+s', 'get_split_vfo:\nSplit: 0\nTX VFO: VFOA\nRPRT 0\n'],
    ['+S 1 VFOB', 'set_split_vfo: 1 VFOB\nRPRT 0\n'],
    ['+t', 'get_ptt:\nPTT: 0\nRPRT 0\n'],
    ['T 5', 'RPRT -1\n'],
    ['S 1 XX', 'RPRT -1\n'],
    ['V XX', 'RPRT -1\n'],
    ['+k', 'get_split_freq_mode:\nTX Frequency: 145000000\nTX Mode: FM\nTX Passband: 15000\nRPRT 0\n'],
    ['+l RFPOWER', 'get_level: RFPOWER\n0.000000\nRPRT 0\n'],
    ['l XX', 'RPRT -1\n'],
    ['L XX 1', 'RPRT -11\n'],
    ['U XX 1', 'RPRT -11\n'],
    ['u XX', 'RPRT -1\n'],
    ['\\get_lock_mode', '0\nRPRT 0\n'],
    ['+\\get_lock_mode', 'get_lock_mode:\nLocked: 0\nRPRT 0\n'],
    ['+\\chk_vfo', 'ChkVFO: 0\n'],
    ['+\\set_freq 500000', 'set_freq: 500000\nRPRT 0\n'],
    ['F abc', 'RPRT -1\n'],
    ['F', 'RPRT -1\n'],
    ['AOS', 'RPRT 0\n'],
    ['LOS', 'RPRT 0\n'],
    ['E 1', 'RPRT -4\n'],
    ['\\nothing', 'RPRT -1\n'],
  ])('%p gives %p', (line, reply) => {
    expect(radio().ask(line)).toBe(reply);
  });

  it('keeps to its range, and answers any line with whole lines', () => {
    const { ask } = radio({ minHz: 2e9, maxHz: 2.3e9 });
    fc.assert(
      fc.property(fc.double({ min: 1e9, max: 1e10, noNaN: true }), (hz) => {
        const hertz = Math.trunc(Number(hz.toFixed(6)));
        const within = hertz >= 2e9 && hertz <= 2.3e9;
        expect(ask(`F ${hz.toFixed(6)}`)).toBe(within ? 'RPRT 0\n' : 'RPRT -1\n');
        if (within) expect(ask('f')).toBe(`${hertz}\n`);
      }),
    );
    fc.assert(
      fc.property(fc.string(), (line) => {
        const text = ask(line);
        expect(text === '' || text.endsWith('\n')).toBe(true);
      }),
    );
  });
});

describe('rigctld server', () => {
  it('serves several clients, commands in any pieces, one write a reply', async () => {
    const { rig } = radio();
    const server = await startRigctldServer(rig, 0, INFO);
    const port = Number(server.address.split(':')[1]);
    const talk = (pieces: readonly string[]): Promise<string> =>
      new Promise((resolve, reject) => {
        let text = '';
        const socket = connect(port, '127.0.0.1', () => pieces.forEach((piece) => socket.write(piece)));
        socket.setEncoding('latin1');
        socket.on('data', (chunk: string | Buffer) => (text += chunk.toString()));
        socket.on('end', () => resolve(text));
        socket.on('error', reject);
      });
    expect(await talk(['F 2245', '000000\nf\nm\n', 'q\nf\n'])).toBe('RPRT 0\n2245000000\nFM\n15000\nRPRT 0\n');
    const [one, other] = await Promise.all([talk(['\\chk_vfo\n\\dump_state\nq\n']), talk(['\\dump_state\nq\n'])]);
    expect(one.split('\n').length - other.split('\n').length).toBe(1 + 16);
    await server.close();
  });
});
