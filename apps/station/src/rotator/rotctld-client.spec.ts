import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DUMP_STATE_1, FakeRotctld, obedientRotator, type RotctldScript } from '../testing/fake-rotctld.js';
import {
  RotatorConnectionError,
  RotatorError,
  RotatorProtocolError,
  RotatorRefusedError,
  RotatorTimeoutError,
} from './rotator.errors.js';
import { RotctldClient } from './rotctld-client.js';
import { MORE, parseInfo, parseReport } from '../hamlib/hamlib-replies.js';
import { parseDumpState, parsePosition } from './rotctld-replies.js';

const servers: FakeRotctld[] = [];
const clients: RotctldClient[] = [];

async function started(
  script: RotctldScript,
  timeoutMs = 150,
): Promise<{ server: FakeRotctld; client: RotctldClient }> {
  const server = await FakeRotctld.listen(script);
  const client = new RotctldClient(server.address, timeoutMs);
  servers.push(server);
  clients.push(client);
  return { server, client };
}

afterEach(async () => {
  clients.splice(0).forEach((client) => client.close());
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const oracles = process.env.SMMS_ORACLES;

/** Commands and the daemon's answers to them, as a proxy recorded them between Hamlib's own client and server. */
function recordedExchanges(): [command: string, answer: string][] {
  const text = readFileSync(join(oracles ?? '', 'radio', 'rotctld-transcript.md'), 'utf8');
  const section = text.slice(text.indexOf('## 1.'), text.indexOf('## 2.'));
  const unescaped = (line: string): string => line.slice(3).replaceAll('\\n', '\n').replaceAll('\\\n', '\\n');
  const lines = section.split('\n').filter((line) => /^(C>|<S)/.test(line));
  return lines.flatMap((line, i): [string, string][] => {
    const answer = lines[i + 1];
    return line.startsWith('C>') && answer?.startsWith('<S') === true
      ? [[unescaped(line).trimEnd(), unescaped(answer)]]
      : [];
  });
}

describe('rotctld client', () => {
  if (oracles === undefined) it('skips the recorded exchanges: SMMS_ORACLES is not set', () => undefined);
  else
    it('sends the octets that the Hamlib client sends, and reads what the Hamlib daemon answers', async () => {
      const recorded = recordedExchanges();
      expect(recorded.map(([command]) => command)).toEqual(
        expect.arrayContaining(['\\dump_state', 'p', 'P 120.500000 35.250000', 'S', 'K']),
      );
      const positions = recorded.filter(([command]) => command === 'p').map(([, answer]) => answer);
      let asked = 0;
      const { server, client } = await started((command) => {
        if (command === 'p') return positions[asked++] ?? 'silence';
        return recorded.find(([known]) => known === command)?.[1] ?? 'disconnect';
      });
      expect(await client.limits()).toEqual({
        azimuthMinDeg: -180,
        azimuthMaxDeg: 450,
        elevationMinDeg: 0,
        elevationMaxDeg: 90,
      });
      expect(await client.position()).toEqual({ azimuthDeg: 0, elevationDeg: 0 });
      await client.pointAt({ azimuthDeg: 120.5, elevationDeg: 35.25 });
      expect(await client.position()).toEqual({ azimuthDeg: 13.37, elevationDeg: 13.37 });
      await client.stop();
      await client.park();
      expect(server.commands).toEqual(['\\dump_state', 'p', 'P 120.500000 35.250000', 'p', 'S', 'K']);
      expect(server.accepted).toBe(1);
    });

  it('asks one thing at a time: commands given at once are answered in their order', async () => {
    const { client } = await started(obedientRotator());
    const [, first, , second] = await Promise.all([
      client.pointAt({ azimuthDeg: 10, elevationDeg: 20 }),
      client.position(),
      client.pointAt({ azimuthDeg: 30, elevationDeg: 40 }),
      client.position(),
    ]);
    expect([first, second]).toEqual([
      { azimuthDeg: 10, elevationDeg: 20 },
      { azimuthDeg: 30, elevationDeg: 40 },
    ]);
  });

  it('says who refused what and why, and goes on over the same connection', async () => {
    const { server, client } = await started(obedientRotator());
    await expect(client.pointAt({ azimuthDeg: 999, elevationDeg: 5 })).rejects.toMatchObject({
      name: 'RotatorRefusedError',
      command: 'P 999.000000 5.000000',
      code: -1,
    });
    expect(await client.describe()).toBe('Dummy rotator');
    expect(server.accepted).toBe(1);
  });

  it('gives up a connection that does not answer, and takes a new one for the next command', async () => {
    const { server, client } = await started((command, index) =>
      index === 0 ? 'silence' : obedientRotator(7, 8)(command, 0),
    );
    const [first, second] = await Promise.allSettled([client.position(), client.position()]);
    expect(first).toMatchObject({ reason: expect.any(RotatorTimeoutError) as unknown });
    expect(second).toEqual({ status: 'fulfilled', value: { azimuthDeg: 7, elevationDeg: 8 } });
    expect(server.accepted).toBe(2);
  });

  it('takes a cut connection for the failure of one command only', async () => {
    const { server, client } = await started((command, index) =>
      index === 1 ? 'disconnect' : obedientRotator()(command, 0),
    );
    await client.position();
    await expect(client.position()).rejects.toBeInstanceOf(RotatorConnectionError);
    await client.position();
    expect(server.accepted).toBe(2);
  });

  it('says that nothing listens', async () => {
    const { server, client } = await started(obedientRotator());
    await server.close();
    servers.splice(0);
    await expect(client.position()).rejects.toThrow(/ECONNREFUSED/);
  });

  it('refuses what is asked after it was closed, and what was under way', async () => {
    const { client } = await started(() => 'silence', 10_000);
    const underWay = client.position();
    const waiting = client.stop();
    await new Promise((resolve) => setImmediate(resolve));
    client.close();
    await expect(underWay).rejects.toThrow(/closed by the station/);
    await expect(waiting).rejects.toThrow(/closed by the station/);
  });

  it.each([
    ['p', '12.5\nRPRT 0\n'],
    ['p', '12,5\n30\n'],
    ['p', 'nan\nnan\n'],
    ['P 1.000000 2.000000', 'OK\n'],
    ['\\dump_state', '2\n1\ndone\n'],
    ['\\dump_state', '1\n1\nmin_az=0\nmax_az=360\nmin_el=0\ndone\n'],
    ['\\dump_state', '0\n2\n10\n5\n0\n90\n'],
  ])('refuses to read anything into %j answered by %j', async (command, answer) => {
    const { server, client } = await started(() => answer);
    const ask = {
      p: () => client.position(),
      P: () => client.pointAt({ azimuthDeg: 1, elevationDeg: 2 }),
      '\\': () => client.limits(),
    }[command.charAt(0)];
    await expect(ask?.()).rejects.toBeInstanceOf(RotatorProtocolError);
    expect(server.commands).toEqual([command]);
  });
});

describe('rotators as they are', () => {
  it('a rotator of azimuth alone has an elevation of 0, and says so in its limits', async () => {
    const { client } = await started((command) =>
      command === 'p'
        ? '123.40\n0.00\n'
        : '1\n2\nmin_az=0.000000\nmax_az=360.000000\nmin_el=0.000000\nmax_el=0.000000\nsouth_zero=0\nrot_type=Az\ndone\n',
    );
    expect(await client.limits()).toMatchObject({ azimuthMaxDeg: 360, elevationMinDeg: 0, elevationMaxDeg: 0 });
    expect(await client.position()).toEqual({ azimuthDeg: 123.4, elevationDeg: 0 });
  });

  it('one that is too busy with moving to answer its daemon is asked again where that is wanted', async () => {
    const answers = ['RPRT -5\n', 'RPRT -6\n', '10.00\n20.00\n', 'RPRT -5\n'];
    const server = await FakeRotctld.listen((_command, index) => answers[index] ?? 'silence');
    servers.push(server);
    const patient = new RotctldClient(server.address, {
      timeoutMs: 150,
      backOff: { attempts: 3, firstMs: 5, longestMs: 10 },
    });
    clients.push(patient);
    expect(await patient.position()).toEqual({ azimuthDeg: 10, elevationDeg: 20 });
    const once = new RotctldClient(server.address, 150);
    clients.push(once);
    await expect(once.position()).rejects.toMatchObject({ name: 'RotatorRefusedError', code: -5 });
  });

  it('an answer that comes after its time is never taken for the next command', async () => {
    const server = await FakeRotctld.listen(() => 'silence');
    servers.push(server);
    const client = new RotctldClient(server.address, 60);
    clients.push(client);
    const asked = client.position();
    setTimeout(() => server.connections.forEach((socket) => socket.write('1.00\n2.00\n')), 100);
    await expect(asked).rejects.toBeInstanceOf(RotatorTimeoutError);
    server.script = obedientRotator(70, 80);
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(await client.position()).toEqual({ azimuthDeg: 70, elevationDeg: 80 });
  });

  it('any garbage, in any pieces, is a typed error, and the next command has a connection that works', async () => {
    const garbage = fc.oneof(
      fc.string(),
      fc.constantFrom('12.5', '\0\0\0', '1.0\n', '\n\n', 'RPRT', 'RPRT 0\n1\n', '\u00ff'.repeat(20_000), 'get_pos:\n'),
    );
    await fc.assert(
      fc.asyncProperty(garbage, async (answer) => {
        const { server, client } = await started((_command, index) => (index === 0 ? answer : '1.00\n2.00\n'), 250);
        const [first, second] = await Promise.allSettled([client.position(), client.position()]);
        if (first?.status === 'rejected') expect(first.reason).toBeInstanceOf(RotatorError);
        expect(second).toEqual({ status: 'fulfilled', value: { azimuthDeg: 1, elevationDeg: 2 } });
        client.close();
        await server.close();
      }),
      { numRuns: 12 },
    );
  });
});

describe('octets after an answer', () => {
  it('end the connection: the next answer would be taken for another', async () => {
    const { server, client } = await started((command) =>
      command === 'p' ? '12.5\n30\nRPRT 0\n' : obedientRotator()(command, 0),
    );
    server.inTwo = false;
    await expect(client.position()).rejects.toMatchObject({ expected: 'nothing after the answer', found: 'RPRT 0' });
    await client.stop();
    expect(server.accepted).toBe(2);
  });
});

describe('rotctld replies', () => {
  it('reads both protocol versions of dump_state', () => {
    const limits = { azimuthMinDeg: -180, azimuthMaxDeg: 450, elevationMinDeg: 0, elevationMaxDeg: 90 };
    const lines = (text: string): string[] => text.split('\n').slice(0, -1);
    expect(parseDumpState(lines(DUMP_STATE_1))).toEqual({ kind: 'value', value: limits });
    expect(parseDumpState(lines('0\n2\n-180.000000\n450.000000\n0.000000\n90.000000\n'))).toEqual({
      kind: 'value',
      value: limits,
    });
  });

  it('takes an error number for a refusal, whatever was asked', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(parseReport, parsePosition, parseInfo, parseDumpState),
        fc.integer({ min: 1, max: 99 }),
        (parse, n) => {
          expect(parse([`RPRT -${n}`])).toEqual({ kind: 'refused', code: -n });
        },
      ),
    );
  });

  it('never throws, whatever the daemon says', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(parseReport, parsePosition, parseInfo, parseDumpState),
        fc.array(fc.oneof(fc.string(), fc.constantFrom('0', '1', 'done', 'RPRT 0', 'min_az=1', '3.5'))),
        (parse, lines) => {
          const parsed = parse(lines);
          expect(parsed === MORE || ['value', 'refused', 'malformed'].includes(parsed.kind)).toBe(true);
        },
      ),
    );
  });

  it('is typed by what went wrong', () => {
    expect(new RotatorRefusedError('h:1', 'K', -4, 'not implemented').message).toBe(
      'rotator h:1: "K" was refused: not implemented (RPRT -4)',
    );
  });
});
