import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BusClosedError, DrainTimeoutError, SlowSubscriberError } from './bus.errors.js';
import { deferred } from './deferred.js';
import { type JsonValue } from './json.js';
import { LocalMessageBus } from './local-message-bus.js';
import { type BusFault } from './message-bus.port.js';
import { matches, overlap, parseFilter } from './subject.js';
import { describeMessageBus } from './testing/message-bus.conformance.js';

describeMessageBus('in process', async (onFault) => new LocalMessageBus({ onFault }));

describe('LocalMessageBus', () => {
  it('carries any JSON value unchanged', async () => {
    const bus = new LocalMessageBus({ onFault: () => undefined });
    await bus.respond('echo', ({ payload }) => payload);
    const cleaned = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as JsonValue);
    await fc.assert(
      fc.asyncProperty(cleaned, async (value) => {
        expect(await bus.request('echo', value, { timeoutMs: 10_000 })).toEqual(value);
      }),
    );
    await bus.close();
  });

  it('a subscriber too slow loses the newest; said once for each overflow, counted for each message', async () => {
    const faults: BusFault[] = [];
    const bus = new LocalMessageBus({ onFault: (fault) => faults.push(fault), maxPending: 3 });
    const gate = deferred<void>();
    const seen: JsonValue[] = [];
    await bus.subscribe('a', async ({ payload }) => {
      await gate.promise;
      seen.push(payload);
    });
    for (let i = 0; i < 10; i++) await bus.publish('a', i);
    gate.resolve();
    await bus.close();
    expect(seen).toEqual([0, 1, 2]);
    expect(bus.counts().dropped).toBe(7);
    expect(faults).toEqual([
      { kind: 'slow-subscriber', subject: 'a', filter: 'a', error: new SlowSubscriberError('a', 3) },
    ]);
  });

  it('a handler without awaits does not keep the event loop from turning', async () => {
    const bus = new LocalMessageBus({ onFault: () => undefined, drainTimeoutMs: 60_000 });
    const first = deferred<number>();
    let handled = 0;
    await bus.subscribe('a', () => {
      handled++;
      if (handled === 1) setImmediate(() => first.resolve(handled));
    });
    for (let i = 0; i < 10_000; i++) await bus.publish('a', i);
    expect(await first.promise).toBeLessThanOrEqual(128);
    await bus.close();
    expect(handled).toBe(10_000);
  });

  it('a sink that throws stops nothing', async () => {
    const bus = new LocalMessageBus({
      onFault: () => {
        throw new Error('sink');
      },
    });
    await bus.subscribe('a', () => {
      throw new Error('handler');
    });
    await bus.publish('a', 1);
    await bus.publish('a', 2);
    await bus.close();
    expect(bus.counts().eventHandlerFailures).toBe(2);
  });

  it('close gives up on handlers that never end, says which, and fails their requests', async () => {
    const faults: BusFault[] = [];
    const bus = new LocalMessageBus({ onFault: (fault) => faults.push(fault), drainTimeoutMs: 1 });
    const forever = new Promise<never>(() => undefined);
    await bus.subscribe('e', () => forever);
    await bus.respond('r', () => forever);
    await bus.publish('e', 1);
    const outcome = bus.request('r', 1, { timeoutMs: 10_000 }).catch((error: unknown) => error);
    await bus.close();
    expect(await outcome).toBeInstanceOf(BusClosedError);
    expect(faults).toEqual([
      { kind: 'drain-timeout', subject: 'e', filter: 'e', error: new DrainTimeoutError('e', 1) },
      { kind: 'drain-timeout', subject: 'r', filter: 'r', error: new DrainTimeoutError('r', 1) },
    ]);
  });
});

describe('filters', () => {
  const word = fc.constantFrom('a', 'b');
  const subject = fc.array(word, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'));
  const filter = fc
    .tuple(fc.array(fc.oneof(word, fc.constant('*')), { maxLength: 3 }), fc.boolean())
    .map(([parts, tail]) => (tail || parts.length === 0 ? [...parts, '>'] : parts).join('.'));
  // The oracle: the same rules as a regular expression.
  const expression = (text: string) =>
    new RegExp(`^${text.replaceAll('.', '\\.').replaceAll('*', '[^.]+').replace('>', '.+')}$`);

  it('match as the equivalent regular expression does', () => {
    fc.assert(
      fc.property(filter, subject, (f, s) => {
        expect(matches(parseFilter(f), s)).toBe(expression(f).test(s));
      }),
      { numRuns: 2000 },
    );
  });

  it('overlap exactly when some subject is taken by both', () => {
    const every: string[] = [];
    for (let length = 1, layer = ['a', 'b', 'c']; length <= 5; length++) {
      every.push(...layer);
      layer = layer.flatMap((s) => ['a', 'b', 'c'].map((t) => `${s}.${t}`));
    }
    fc.assert(
      fc.property(filter, filter, (f, g) => {
        const both = every.some((s) => expression(f).test(s) && expression(g).test(s));
        expect(overlap(parseFilter(f), parseFilter(g))).toBe(both);
      }),
      { numRuns: 500 },
    );
  });
});
