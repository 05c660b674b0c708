import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  BusClosedError,
  BusOptionError,
  HeaderError,
  NoResponderError,
  RemoteHandlerError,
  RequestTimeoutError,
  ResponderConflictError,
  SubjectError,
} from '../bus.errors.js';
import { deferred } from '../deferred.js';
import { type JsonValue, NotJsonError } from '../json.js';
import { type BusFault, type BusFaultSink, type BusMessage, type MessageBus } from '../message-bus.port.js';

const LONG = { timeoutMs: 10_000 };

/** Resolves with the messages once `count` of them have come. */
function collector(count: number) {
  const { promise, resolve } = deferred<BusMessage[]>();
  const seen: BusMessage[] = [];
  return {
    all: promise,
    seen,
    handler: (message: BusMessage) => {
      seen.push(message);
      if (seen.length === count) resolve(seen);
    },
  };
}

/**
 * The rules of the `MessageBus` port, for any adapter.
 * @param makeBus gives a new, connected bus that reports its faults to `onFault`; the suite closes it.
 */
export function describeMessageBus(name: string, makeBus: (onFault: BusFaultSink) => Promise<MessageBus>): void {
  describe(`MessageBus rules: ${name}`, () => {
    let bus: MessageBus;
    let faults: BusFault[];
    let onNextFault: (fault: BusFault) => void;
    beforeEach(async () => {
      faults = [];
      onNextFault = () => undefined;
      bus = await makeBus((fault) => {
        faults.push(fault);
        onNextFault(fault);
      });
    });
    afterEach(() => bus.close());

    describe('events', () => {
      it('carries subject, payload and headers unchanged', async () => {
        const got = collector(1);
        await bus.subscribe('a.b', got.handler);
        const payload = { text: 'é中\u2028', n: -1.5e-7, deep: [[{ x: null }], true], big: 9007199254740991 };
        await bus.publish('a.b', payload, { 'Trace-Id': '7f 00' });
        expect(await got.all).toEqual([{ subject: 'a.b', payload, headers: { 'Trace-Id': '7f 00' } }]);
      });

      it('shares no object: what publisher or one subscriber changes, no other subscriber sees', async () => {
        const second = collector(1);
        await bus.subscribe('a', (message) => {
          (message.payload as { list: number[] }).list.push(99);
        });
        await bus.subscribe('a', second.handler);
        const payload = { list: [1] };
        const sent = bus.publish('a', payload);
        payload.list.push(2);
        await sent;
        expect((await second.all)[0]?.payload).toEqual({ list: [1] });
        expect(payload).toEqual({ list: [1, 2] });
      });

      it('an absent property and an undefined one are the same', async () => {
        const got = collector(1);
        await bus.subscribe('a', got.handler);
        await bus.publish('a', { kept: 1, gone: undefined });
        expect(Object.keys((await got.all)[0]?.payload as object)).toEqual(['kept']);
      });

      it.each([
        ['*', ['a'], ['a.b']],
        ['a.*', ['a.b', 'a.c'], ['a', 'b.a', 'a.b.c']],
        ['a.*.c', ['a.x.c'], ['a.x.d', 'a.c', 'a.x.y.c']],
        ['a.>', ['a.b', 'a.b.c'], ['a', 'b.a']],
        ['>', ['a', 'a.b'], []],
        ['*.>', ['a.b', 'a.b.c'], ['a']],
        ['a.b', ['a.b'], ['a', 'a.b.c', 'A.b', 'a.bb']],
      ])('filter %s takes %j, not %j', async (filter, taken, left) => {
        const got = collector(taken.length + 1);
        const sentinel = filter.replaceAll('*', 'zz').replaceAll('>', 'zz');
        await bus.subscribe(filter, got.handler);
        for (const subject of [...left, ...taken, sentinel]) await bus.publish(subject, 0);
        expect((await got.all).map(({ subject }) => subject)).toEqual([...taken, sentinel]);
      });

      it('keeps the order of publication, also with handlers of uneven length', async () => {
        const done = deferred<void>();
        const order: string[] = [];
        await bus.subscribe('n.>', async ({ subject, payload }) => {
          if ((payload as number) % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
          order.push(`${subject}:${payload as number}`);
          if (order.length === 200) done.resolve();
        });
        const expected = Array.from({ length: 200 }, (_, i) => `n.${i % 2}:${i}`);
        await Promise.all(expected.map((_, i) => bus.publish(`n.${i % 2}`, i)));
        await done.promise;
        expect(order).toEqual(expected);
      });

      it('handles one message at a time for each subscription, and never inside publish', async () => {
        let running = 0;
        let most = 0;
        const got = collector(20);
        await bus.subscribe('a', async (message) => {
          most = Math.max(most, ++running);
          await new Promise((resolve) => setImmediate(resolve));
          running--;
          got.handler(message);
        });
        const publishing = Array.from({ length: 20 }, (_, i) => bus.publish('a', i));
        expect(running).toBe(0);
        await Promise.all(publishing);
        await got.all;
        expect(most).toBe(1);
      });

      it.each(['throws', 'rejects'])('a handler that %s harms no one else; it is reported and counted', async (how) => {
        const problem = new RangeError('bad frame');
        const reported = deferred<void>();
        onNextFault = () => faults.length === 2 && reported.resolve();
        await bus.subscribe('a', () => {
          if (how === 'throws') throw problem;
          return Promise.reject(problem);
        });
        const other = collector(2);
        await bus.subscribe('a', other.handler);
        await bus.publish('a', 1);
        await bus.publish('a', 2);
        await Promise.all([other.all, reported.promise]);
        expect(faults.map(({ kind, subject, filter }) => [kind, subject, filter])).toEqual([
          ['event-handler', 'a', 'a'],
          ['event-handler', 'a', 'a'],
        ]);
        expect(faults[0]?.error).toBe(problem);
        expect(bus.counts()).toMatchObject({ published: 2, delivered: 4, eventHandlerFailures: 2 });
      });

      it('nothing comes after unsubscribe; others go on', async () => {
        const gone: unknown[] = [];
        const stays = collector(1);
        const subscription = await bus.subscribe('a', ({ payload }) => void gone.push(payload));
        await bus.subscribe('a', stays.handler);
        await subscription.unsubscribe();
        await subscription.unsubscribe();
        await bus.publish('a', 1);
        await stays.all;
        expect(gone).toEqual([]);
      });

      it('an event does not reach a responder', async () => {
        const asked: unknown[] = [];
        await bus.respond('a', ({ payload }) => asked.push(payload));
        const got = collector(1);
        await bus.subscribe('a', got.handler);
        await bus.publish('a', 'event');
        await got.all;
        await bus.request('a', 'request', LONG);
        expect(asked).toEqual(['request']);
      });
    });

    describe('what cannot be sent', () => {
      it.each([
        ['Uint8Array', { frame: new Uint8Array(2) }, '$.frame'],
        ['bigint', { times: [{ tai: 1n }] }, '$.times[0].tai'],
        ['Date', new Date(0), '$'],
        ['Map', { a: new Map() }, '$.a'],
        ['class instance', { a: { b: new RangeError('x') } }, '$.a.b'],
        ['undefined', undefined, '$'],
        ['undefined in an array', [1, undefined], '$[1]'],
        ['function', { f: () => 1 }, '$.f'],
        ['NaN', { snr: NaN }, '$.snr'],
        ['infinity', [Infinity], '$[0]'],
        ['symbol', { s: Symbol('s') }, '$.s'],
      ])('%s is refused, naming the place', async (_what, payload, where) => {
        await bus.respond('a', () => 1);
        const refused = { name: 'NotJsonError', where };
        await expect(bus.publish('a', payload as JsonValue)).rejects.toMatchObject(refused);
        await expect(bus.request('a', payload as JsonValue, LONG)).rejects.toMatchObject(refused);
        expect(bus.counts()).toMatchObject({ published: 0, requests: 0 });
      });

      it('a cycle is refused', async () => {
        const loop: Record<string, unknown> = {};
        loop.self = loop;
        await expect(bus.publish('a', loop as JsonValue)).rejects.toBeInstanceOf(NotJsonError);
      });

      it.each(['', '.', 'a.', '.a', 'a..b', 'a b', 'a.*', '>', 'a.>', 'a/b', 'ä', 'a\n', 'x'.repeat(256)])(
        '%j is no subject',
        async (subject) => {
          await expect(bus.publish(subject, 1)).rejects.toBeInstanceOf(SubjectError);
          await expect(bus.request(subject, 1, LONG)).rejects.toBeInstanceOf(SubjectError);
        },
      );

      it.each(['', 'a.', '>.a', 'a.>.b', 'a*', '*a', 'a.b>', '**', 'a b', '{"cmd":"x"}'])(
        '%j is no filter',
        async (filter) => {
          await expect(bus.subscribe(filter, () => undefined)).rejects.toBeInstanceOf(SubjectError);
          await expect(bus.respond(filter, () => 1)).rejects.toBeInstanceOf(SubjectError);
        },
      );

      it.each([
        [{ 'a b': 'x' }],
        [{ 'a:': 'x' }],
        [{ '': 'x' }],
        [{ a: 'x\r\ny: z' }],
        [{ a: ' x' }],
        [{ a: 'x ' }],
        [{ a: 'é' }],
      ])('headers %j are refused', async (headers) => {
        await expect(bus.publish('a', 1, headers)).rejects.toBeInstanceOf(HeaderError);
        await expect(bus.request('a', 1, { ...LONG, headers })).rejects.toBeInstanceOf(HeaderError);
      });

      it.each([0, -1, NaN, Infinity, 2 ** 31])('a time-out of %d ms is refused', async (timeoutMs) => {
        await bus.respond('a', () => 1);
        await expect(bus.request('a', 1, { timeoutMs })).rejects.toBeInstanceOf(BusOptionError);
      });
    });

    describe('requests', () => {
      it('gives the answer, plain or promised; null is an answer', async () => {
        await bus.respond('double.*', ({ payload }) => (payload as number) * 2);
        await bus.respond('later', async ({ payload, headers }) => ({ payload, headers }));
        await bus.respond('nothing', () => null);
        expect(await bus.request('double.x', 21, LONG)).toBe(42);
        expect(await bus.request('later', [1], { ...LONG, headers: { by: 'me' } })).toEqual({
          payload: [1],
          headers: { by: 'me' },
        });
        expect(await bus.request('nothing', 0, LONG)).toBeNull();
        expect(bus.counts().requests).toBe(3);
      });

      it('no responder: typed, at once, although subscribers listen', async () => {
        await bus.subscribe('>', () => undefined);
        const asked = bus.request('a.b', 1, { timeoutMs: 2 ** 31 - 1 });
        await expect(asked).rejects.toBeInstanceOf(NoResponderError);
        await expect(asked).rejects.toMatchObject({ subject: 'a.b' });
      });

      it('no responder again after unsubscribe', async () => {
        const responder = await bus.respond('a', () => 1);
        expect(await bus.request('a', 0, LONG)).toBe(1);
        await responder.unsubscribe();
        await expect(bus.request('a', 0, LONG)).rejects.toBeInstanceOf(NoResponderError);
        await bus.respond('a', () => 2);
        expect(await bus.request('a', 0, LONG)).toBe(2);
      });

      it('a failing handler reaches the requester with name, message and JSON fields, and the sink as it was', async () => {
        const problem = Object.assign(new RangeError('latitude'), { found: 91, at: new Date(0), where: { row: 3 } });
        await bus.respond('a', () => {
          throw problem;
        });
        const asked = bus.request('a', 1, LONG);
        await expect(asked).rejects.toBeInstanceOf(RemoteHandlerError);
        await expect(asked).rejects.toMatchObject({
          subject: 'a',
          errorName: 'RangeError',
          errorMessage: 'latitude',
          details: { found: 91, where: { row: 3 } },
        });
        await expect(asked).rejects.not.toHaveProperty('details.at');
        expect(faults).toEqual([{ kind: 'request-handler', subject: 'a', filter: 'a', error: problem }]);
        expect(bus.counts().requestHandlerFailures).toBe(1);
      });

      it.each([
        ['a string', 'no', 'no'],
        ['undefined', undefined, 'undefined'],
        ['an object', { message: 'odd' }, 'odd'],
      ])('a handler that throws %s still fails the request', async (_what, thrown, errorMessage) => {
        await bus.respond('a', () => {
          throw thrown as Error;
        });
        await expect(bus.request('a', 1, LONG)).rejects.toMatchObject({ name: 'RemoteHandlerError', errorMessage });
      });

      it.each([
        ['undefined', undefined],
        ['bytes', new Uint8Array(1)],
        ['a Date', { at: new Date(0) }],
      ])('an answer of %s is a failure, not a success', async (_what, answer) => {
        await bus.respond('a', () => answer as unknown as JsonValue);
        await expect(bus.request('a', 1, LONG)).rejects.toMatchObject({
          name: 'RemoteHandlerError',
          errorName: 'NotJsonError',
        });
      });

      it('time-out: typed; a late answer does no harm', async () => {
        const answer = deferred<JsonValue>();
        await bus.respond('slow', () => answer.promise);
        await bus.respond('quick', () => 1);
        await expect(bus.request('slow', 1, { timeoutMs: 20 })).rejects.toEqual(new RequestTimeoutError('slow', 20));
        answer.resolve('late');
        expect(await bus.request('quick', 1, LONG)).toBe(1);
        expect(faults).toEqual([]);
      });

      it('requests are handled concurrently: one may wait for another of the same responder', async () => {
        await bus.respond('sum', async ({ payload }) => {
          const n = payload as number;
          return n === 0 ? 0 : n + ((await bus.request('sum', n - 1, LONG)) as number);
        });
        expect(await bus.request('sum', 10, LONG)).toBe(55);
      });

      it.each([
        ['a.b', 'a.b'],
        ['a.*', 'a.b'],
        ['a.b.c', 'a.>'],
        ['>', 'x'],
        ['*.b', 'a.*'],
      ])('responders %s and %s would share requests: the second is refused', async (first, second) => {
        await bus.respond(first, () => 1);
        await expect(bus.respond(second, () => 2)).rejects.toBeInstanceOf(ResponderConflictError);
      });

      it.each([
        ['a.b', 'a.c'],
        ['a.*', 'a'],
        ['a.*', 'a.b.c'],
        ['a.>', 'a'],
        ['*.b', 'a.c'],
      ])('responders %s and %s live together', async (first, second) => {
        await bus.respond(first, () => 1);
        await expect(bus.respond(second, () => 2)).resolves.toBeDefined();
      });

      it('shares no object between requester and responder', async () => {
        const kept = { list: [1] };
        await bus.respond('a', ({ payload }) => {
          (payload as number[]).push(9);
          return kept;
        });
        const question = [1];
        const answer = (await bus.request('a', question, LONG)) as { list: number[] };
        answer.list.push(2);
        expect(question).toEqual([1]);
        expect(kept).toEqual({ list: [1] });
      });
    });

    describe('close', () => {
      it('lets waiting events be handled and open requests be answered', async () => {
        const handled: unknown[] = [];
        const answer = deferred<JsonValue>();
        await bus.subscribe('a', async ({ payload }) => {
          await new Promise((resolve) => setImmediate(resolve));
          handled.push(payload);
        });
        const asked = deferred<void>();
        await bus.respond('q', () => {
          asked.resolve();
          return answer.promise;
        });
        const open = bus.request('q', 1, LONG);
        await asked.promise;
        for (let i = 0; i < 100; i++) await bus.publish('a', i);
        const closing = bus.close();
        answer.resolve('answered');
        await closing;
        expect(handled).toEqual(Array.from({ length: 100 }, (_, i) => i));
        expect(await open).toBe('answered');
      });

      it('refuses everything afterwards; closing again is harmless', async () => {
        await bus.respond('a', () => 1);
        await bus.close();
        await bus.close();
        await expect(bus.publish('a', 1)).rejects.toBeInstanceOf(BusClosedError);
        await expect(bus.request('a', 1, LONG)).rejects.toBeInstanceOf(BusClosedError);
        await expect(bus.subscribe('a', () => undefined)).rejects.toBeInstanceOf(BusClosedError);
        await expect(bus.respond('b', () => 1)).rejects.toBeInstanceOf(BusClosedError);
      });
    });
  });
}
