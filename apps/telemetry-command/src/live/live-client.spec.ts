import { describe, expect, it } from '@jest/globals';
import { type ParameterUpdate, parameterUpdateSchema, spacecraftIdSchema } from '@app/contracts';
import { LiveClient, MAX_WAITING_OCTETS } from './live-client.js';

class FakeSocket {
  readyState = 1;
  bufferedAmount = 0;
  sent: { event: string; data: ParameterUpdate }[] = [];
  closed: [number, string][] = [];
  send(text: string): void {
    this.sent.push(JSON.parse(text) as (typeof this.sent)[number]);
  }
  close(code: number, reason: string): void {
    this.closed.push([code, reason]);
  }
}

const spacecraft = spacecraftIdSchema.parse('GF-1');
const update = (source: 'real-time' | 'playback'): ParameterUpdate =>
  parameterUpdateSchema.parse({
    mode: 'simulation',
    spacecraft,
    container: '/SMMS/HK_POWER',
    source,
    generationTime: '2026-04-24T08:00:00.000000Z',
    earthReceiveTime: '2026-04-24T08:00:01.000000Z',
    late: false,
    timeSuspect: false,
    values: ['A', 'B'].map((parameter) => ({ parameter, raw: 1, value: 2, unit: null, monitoring: 'unmonitored' })),
  });

describe('LiveClient', () => {
  it('sends what is watched only', () => {
    const socket = new FakeSocket();
    const client = new LiveClient(socket, () => undefined);
    client.parameters(update('real-time'));
    client.subscribe({ spacecraft, parameters: ['B', 'C'], playback: false });
    client.parameters(update('real-time'));
    client.parameters(update('playback'));
    expect(socket.sent.map(({ data }) => data.values.map(({ parameter }) => parameter))).toEqual([['B']]);
    client.subscribe({ spacecraft, playback: true });
    client.parameters(update('playback'));
    expect(socket.sent.at(-1)!.data).toMatchObject({
      source: 'playback',
      values: [{ parameter: 'A' }, { parameter: 'B' }],
    });
    client.unsubscribe(spacecraft);
    client.parameters(update('real-time'));
    expect(socket.sent).toHaveLength(2);
  });

  it('lets a slow client go once, with the reason, and sends it nothing more', () => {
    const socket = new FakeSocket();
    const dropped: number[] = [];
    const client = new LiveClient(socket, (octets) => dropped.push(octets));
    client.subscribe({ spacecraft, playback: false });
    socket.bufferedAmount = MAX_WAITING_OCTETS + 1;
    client.parameters(update('real-time'));
    client.parameters(update('real-time'));
    expect(socket.closed).toEqual([[1013, `too slow: ${MAX_WAITING_OCTETS + 1} octets wait`]]);
    expect(dropped).toHaveLength(1);
    expect(socket.sent).toEqual([]);
  });
});
