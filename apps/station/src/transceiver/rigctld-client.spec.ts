import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MORE } from '../hamlib/hamlib-replies.js';
import { FakeRotctld, type RotctldScript } from '../testing/fake-rotctld.js';
import { RigctldClient } from './rigctld-client.js';
import { parseMode, parseNumber, parseSplit, parseSwitch } from './rigctld-replies.js';
import {
  TransceiverArgumentError,
  TransceiverConnectionError,
  TransceiverProtocolError,
  TransceiverRefusedError,
  TransceiverTimeoutError,
} from './transceiver.errors.js';

const servers: FakeRotctld[] = [];
const clients: RigctldClient[] = [];

/** A daemon of Hamlib's kind that answers by a script, and a client that waits 150 ms and tries three times. */
async function started(script: RotctldScript, attempts = 3) {
  const server = await FakeRotctld.listen(script);
  const client = new RigctldClient(server.address, {
    timeoutMs: 150,
    backOff: { attempts, firstMs: 5, longestMs: 10 },
  });
  servers.push(server);
  clients.push(client);
  return { server, client };
}

afterEach(async () => {
  clients.splice(0).forEach((client) => client.close());
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const oracles = process.env.SMMS_ORACLES;

/** Commands and what Hamlib's dummy answered to them, from a raw socket. */
function recordedAnswers(): Map<string, string> {
  const text = readFileSync(join(oracles ?? '', 'radio', 'rotctld-transcript.md'), 'utf8');
  const section = text.slice(text.indexOf('## 4.'), text.indexOf('## 5.'));
  const rows = [...section.matchAll(/^'(.*)\\\\n' -> '(.*?)'?$/gm)];
  return new Map(
    rows.map(([, command = '', answer = '']) => [command.replace(/\\+/, '\\'), answer.replaceAll('\\n', '\n')]),
  );
}

describe('rigctld client', () => {
  if (oracles === undefined) it('skips the recorded answers: SMMS_ORACLES is not set', () => undefined);
  else
    it('speaks with the words of the recorded daemon, and reads its answers', async () => {
      const recorded = recordedAnswers();
      const { server, client } = await started((command) => recorded.get(command) ?? 'disconnect');
      expect(recorded.size).toBeGreaterThan(30);
      await client.receiveAt(2_245_000_000);
      await client.setReceiveMode({ mode: 'FM', passbandHz: 15_000 });
      expect(await client.receiveMode()).toEqual({ mode: 'FM', passbandHz: 15_000 });
      await client.setSplit(true);
      expect(await client.isSplit()).toBe(true);
      await client.transmitAt(2_041_000_000);
      expect(await client.transmitFrequencyHz()).toBe(2_041_000_000);
      await client.transmit(true);
      expect(await client.isTransmitting()).toBe(true);
      expect(await client.signalStrengthDb()).toBe(-38);
      expect(await client.isPowered()).toBe(true);
      expect(await client.describe()).toBe('Nothing much (dummy)');
      expect(server.commands.slice(0, 5)).toEqual(['F 2245000000', 'M FM 15000', 'm', 'S 1 VFOB', 's']);
      expect(server.accepted).toBe(1);
    });

  it('has frequencies beyond 32 bits in plain digits', async () => {
    let dial = '';
    const { client } = await started((command) => {
      if (command === 'f') return `${dial}\n`;
      dial = command.slice(2);
      return 'RPRT 0\n';
    });
    await client.receiveAt(26_500_000_000.4);
    expect(dial).toBe('26500000000');
    expect(await client.receiveFrequencyHz()).toBe(26_500_000_000);
  });

  it('tries again what goes by: no answer, a cut connection, a radio that is slow to answer its daemon', async () => {
    const answers = ['silence', 'disconnect', '145000000\n', 'RPRT -5\n', 'RPRT -6\n', 'RPRT 0\n'];
    const { server, client } = await started((_command, index) => answers[index] ?? 'silence');
    expect(await client.receiveFrequencyHz()).toBe(145_000_000);
    await client.transmit(true);
    expect(server.commands).toEqual(['f', 'f', 'f', 'T 1', 'T 1', 'T 1']);
    expect(server.accepted).toBe(3);
  });

  it('says in the end what went wrong, and does not repeat what was refused or makes no sense', async () => {
    const { server, client } = await started((command) => {
      if (command === 'f') return 'silence';
      if (command === 't') return 'RPRT -11\n';
      return command === 'm' ? '15000\nFM\n' : 'disconnect';
    }, 2);
    await expect(client.receiveFrequencyHz()).rejects.toBeInstanceOf(TransceiverTimeoutError);
    await expect(client.isTransmitting()).rejects.toMatchObject({ name: 'TransceiverRefusedError', code: -11 });
    await expect(client.receiveMode()).rejects.toBeInstanceOf(TransceiverProtocolError);
    await expect(client.isSplit()).rejects.toBeInstanceOf(TransceiverConnectionError);
    expect(server.commands).toEqual(['f', 'f', 't', 'm', 's', 's']);
  });

  it('gives the wait up when it is closed', async () => {
    const { client } = await started(() => 'RPRT -5\n', 1_000_000);
    const underWay = client.receiveFrequencyHz();
    await new Promise((resolve) => setTimeout(resolve, 30));
    client.close();
    await expect(underWay).rejects.toBeInstanceOf(Error);
  });

  it.each([
    ['receiveAt', 0],
    ['transmitAt', Number.NaN],
    ['receiveAt', 1e13],
  ] as const)('does not send %s %p', async (call, hertz) => {
    const { server, client } = await started(() => 'RPRT 0\n');
    await expect(client[call](hertz)).rejects.toBeInstanceOf(TransceiverArgumentError);
    await expect(client.setReceiveMode({ mode: 'FM 1\nT 1', passbandHz: 0 })).rejects.toBeInstanceOf(
      TransceiverArgumentError,
    );
    expect(server.commands).toEqual([]);
  });

  it('is typed by what went wrong', () => {
    expect(new TransceiverRefusedError('h:1', 'T 1', -11, 'not available').message).toBe(
      'transceiver h:1: "T 1" was refused: not available (RPRT -11)',
    );
  });
});

describe('rigctld replies', () => {
  it('never throw, and end', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(parseNumber, parseSwitch, parseMode, parseSplit),
        fc.array(fc.oneof(fc.string(), fc.constantFrom('0', '1', 'FM', '15000', 'VFOB', 'RPRT 0', 'RPRT -1'))),
        (parse, lines) => {
          const parsed = parse(lines);
          if (lines.length > 1) expect(parsed).not.toBe(MORE);
          expect(parsed === MORE || ['value', 'refused', 'malformed'].includes(parsed.kind)).toBe(true);
        },
      ),
    );
  });
});
