import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type CanActivate, Controller, Injectable, Scope, type INestApplication } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload, RpcException } from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { concat, EMPTY, firstValueFrom, lastValueFrom, of, throwError, timer } from 'rxjs';
import { map } from 'rxjs/operators';
import { NoResponderError, RemoteHandlerError, ResponderConflictError, SubjectError } from './bus.errors.js';
import { BUS_TRANSPORT, BusClient, BusContext, connectBus } from './bus.transport.js';
import { type JsonValue } from './json.js';
import { LocalMessageBus } from './local-message-bus.js';
import { type BusFault } from './message-bus.port.js';

class BadLatitude extends Error {
  override readonly name = 'BadLatitude';
  constructor(readonly found: number) {
    super(`latitude ${found}`);
  }
}

const LONG = { timeoutMs: 10_000 };

@Controller()
class Answers {
  @MessagePattern('ok.plain')
  plain(@Payload() n: number) {
    return n + 1;
  }
  @MessagePattern('ok.promise')
  async promise(@Payload() n: number) {
    return { n };
  }
  @MessagePattern('ok.observable')
  observable() {
    return of(1, 2, 3);
  }
  @MessagePattern('ok.late')
  async late() {
    return timer(1).pipe(map(() => 'later'));
  }
  @MessagePattern('ok.null')
  nothing() {
    return null;
  }
  @MessagePattern('ok.context.*', BUS_TRANSPORT)
  context(@Ctx() context: BusContext) {
    return { subject: context.getSubject(), headers: context.getHeaders() };
  }

  @MessagePattern('fail.throws')
  throws() {
    throw new BadLatitude(91);
  }
  @MessagePattern('fail.rejects')
  async rejects() {
    throw new BadLatitude(91);
  }
  @MessagePattern('fail.observable')
  failingObservable() {
    return throwError(() => new BadLatitude(91));
  }
  @MessagePattern('fail.after-values')
  failsAfterValues() {
    return concat(
      of(1, 2),
      throwError(() => new BadLatitude(91)),
    );
  }
  @MessagePattern('fail.rpc')
  rpc() {
    throw new RpcException({ code: 'no-such-contact' });
  }
  @MessagePattern('fail.undefined')
  undefinedAnswer() {}
  @MessagePattern('fail.empty')
  empty() {
    return EMPTY;
  }
  @MessagePattern('fail.bytes')
  bytes() {
    return { frame: new Uint8Array(3) };
  }
}

@Injectable()
class Journal {
  readonly lines: string[] = [];
}

@Controller()
class Events {
  constructor(private readonly journal: Journal) {}
  @EventPattern<string>('event.throws')
  throws() {
    throw new BadLatitude(91);
  }
  @EventPattern<string>('event.rejects')
  async rejects() {
    throw new BadLatitude(91);
  }
  @EventPattern<string>('event.observable')
  failingObservable() {
    return concat(
      of(1),
      throwError(() => new BadLatitude(91)),
    );
  }
  @EventPattern<string>('event.rpc')
  rpc() {
    throw new RpcException('refused');
  }
  @EventPattern<string>('event.empty')
  empty() {
    this.journal.lines.push('empty');
    return EMPTY;
  }
  @EventPattern<string>('event.good.*')
  good(@Payload() value: JsonValue, @Ctx() context: BusContext) {
    this.journal.lines.push(`first ${context.getSubject()} ${JSON.stringify(value)}`);
  }
}

/** The same patterns as the failing handlers above: they must be called all the same. */
@Controller()
class OtherEvents {
  constructor(private readonly journal: Journal) {}
  @EventPattern<string[]>([
    'event.throws',
    'event.rejects',
    'event.observable',
    'event.rpc',
    'event.empty',
    'event.good.*',
  ])
  async other(@Ctx() context: BusContext) {
    await new Promise((resolve) => setImmediate(resolve));
    this.journal.lines.push(`other ${context.getSubject()}`);
  }
}

@Controller({ scope: Scope.REQUEST })
class ScopedAnswers {
  private calls = 0;
  @MessagePattern('scoped.count')
  count() {
    return ++this.calls;
  }
  @MessagePattern('scoped.fails')
  fails() {
    throw new BadLatitude(91);
  }
}

class DenyAll implements CanActivate {
  canActivate() {
    return false;
  }
}

async function start(
  bus: LocalMessageBus,
  controllers: (new (...args: never[]) => object)[],
  configure?: Parameters<typeof connectBus>[2],
): Promise<INestApplication> {
  const module = await Test.createTestingModule({ controllers, providers: [Journal] }).compile();
  const app = module.createNestApplication({ logger: false });
  connectBus(app, bus, configure);
  await app.init();
  await app.startAllMicroservices();
  return app;
}

describe('Nest over the message bus', () => {
  let bus: LocalMessageBus;
  let faults: BusFault[];
  let app: INestApplication | undefined;
  beforeEach(() => {
    faults = [];
    bus = new LocalMessageBus({ onFault: (fault) => faults.push(fault) });
  });
  afterEach(async () => {
    await app?.close();
    app = undefined;
    await bus.close();
  });

  describe('@MessagePattern', () => {
    beforeEach(async () => {
      app = await start(bus, [Answers, ScopedAnswers]);
    });

    it.each([
      ['ok.plain', 2],
      ['ok.promise', { n: 1 }],
      ['ok.observable', 3],
      ['ok.late', 'later'],
      ['ok.null', null],
      ['scoped.count', 1],
    ])('%s answers %j (the last value of an observable)', async (subject, answer) => {
      expect(await bus.request(subject, 1, LONG)).toEqual(answer);
      expect(await bus.request(subject, 1, LONG)).toEqual(answer);
      expect(faults).toEqual([]);
    });

    it('gives subject and headers as context', async () => {
      const asked = bus.request('ok.context.x', {}, { ...LONG, headers: { Trace: '7' } });
      expect(await asked).toEqual({ subject: 'ok.context.x', headers: { Trace: '7' } });
    });

    it.each(['fail.throws', 'fail.rejects', 'fail.observable', 'fail.after-values', 'scoped.fails'])(
      '%s reaches the requester with its name, message and fields',
      async (subject) => {
        const asked = bus.request(subject, 1, LONG);
        await expect(asked).rejects.toEqual(
          new RemoteHandlerError(subject, 'BadLatitude', 'latitude 91', { found: 91 }),
        );
        expect(faults).toHaveLength(1);
        expect(faults[0]?.error).toBeInstanceOf(BadLatitude);
      },
    );

    it('an RpcException keeps its content', async () => {
      await expect(bus.request('fail.rpc', 1, LONG)).rejects.toMatchObject({
        name: 'RemoteHandlerError',
        details: { error: { code: 'no-such-contact' } },
      });
    });

    it.each([
      ['fail.undefined', 'NotJsonError'],
      ['fail.empty', 'NoReplyValueError'],
      ['fail.bytes', 'NotJsonError'],
    ])('%s is a failure (%s), not a success', async (subject, errorName) => {
      await expect(bus.request(subject, 1, LONG)).rejects.toMatchObject({ name: 'RemoteHandlerError', errorName });
      expect(faults.map(({ kind }) => kind)).toEqual(['request-handler']);
    });

    it('after the application has closed nobody responds, and the bus lives', async () => {
      await app?.close();
      app = undefined;
      await expect(bus.request('ok.plain', 1, LONG)).rejects.toBeInstanceOf(NoResponderError);
      await bus.respond('ok.plain', () => 'mine');
      expect(await bus.request('ok.plain', 1, LONG)).toBe('mine');
    });
  });

  describe('@EventPattern', () => {
    let journal: Journal;
    beforeEach(async () => {
      app = await start(bus, [Events, OtherEvents]);
      journal = app.get(Journal);
    });

    it.each(['event.throws', 'event.rejects', 'event.observable'])(
      '%s is reported and counted, and the other handler of the pattern runs',
      async (subject) => {
        await bus.publish(subject, 1);
        await bus.publish(subject, 2);
        await bus.close();
        expect(faults.map(({ kind, error }) => [kind, error])).toEqual([
          ['event-handler', new BadLatitude(91)],
          ['event-handler', new BadLatitude(91)],
        ]);
        expect(bus.counts()).toMatchObject({ published: 2, delivered: 4, eventHandlerFailures: 2 });
        expect(journal.lines).toEqual([`other ${subject}`, `other ${subject}`]);
      },
    );

    it('an RpcException in an event handler is reported, too', async () => {
      await bus.publish('event.rpc', 1);
      await bus.close();
      expect(faults.map(({ kind, error }) => [kind, (error as Error).message])).toEqual([['event-handler', 'refused']]);
    });

    it('an observable without a value is a success, and cuts off no other handler', async () => {
      await bus.publish('event.empty', 1);
      await bus.close();
      expect(faults).toEqual([]);
      expect(journal.lines.sort()).toEqual(['empty', 'other event.empty']);
    });

    it('wildcards are the bus filters', async () => {
      await bus.publish('event.good.a', { x: [1] });
      await bus.publish('event.good.b.c', 0);
      await bus.close();
      expect(journal.lines.sort()).toEqual(['first event.good.a {"x":[1]}', 'other event.good.a']);
    });
  });

  describe('BusClient', () => {
    let client: BusClient;
    let lost: [unknown, string][];
    beforeEach(async () => {
      app = await start(bus, [Answers, Events]);
      lost = [];
      client = new BusClient(bus, { ...LONG, onDispatchError: (error, pattern) => lost.push([error, pattern]) });
    });

    it('send gives exactly one value; null is one', async () => {
      expect(await lastValueFrom(client.send('ok.plain', 1))).toBe(2);
      expect(await firstValueFrom(client.send('ok.observable', 1))).toBe(3);
      expect(await firstValueFrom(client.send('ok.null', 1))).toBeNull();
    });

    it('send fails with the typed errors of the bus', async () => {
      await expect(firstValueFrom(client.send('fail.throws', 1))).rejects.toBeInstanceOf(RemoteHandlerError);
      await expect(firstValueFrom(client.send('nobody', 1))).rejects.toBeInstanceOf(NoResponderError);
      await expect(firstValueFrom(client.send({ cmd: 'x' }, 1))).rejects.toBeInstanceOf(SubjectError);
    });

    it('emit publishes; what the bus refuses is told although nobody subscribed', async () => {
      client.emit('event.good.a', 5);
      client.emit('event.*', 5);
      await new Promise((resolve) => setImmediate(resolve));
      await bus.close();
      expect(app?.get(Journal).lines).toEqual(['first event.good.a 5']);
      expect(lost).toEqual([[expect.any(SubjectError), 'event.*']]);
    });

    it('packet metadata travels as headers', async () => {
      client.setOnDispatchHook((packet) => {
        packet.metadata = { Trace: 'f00' };
      });
      expect(await firstValueFrom(client.send('ok.context.y', 1))).toEqual({
        subject: 'ok.context.y',
        headers: { Trace: 'f00' },
      });
    });
  });

  describe('wiring', () => {
    it('guards given to connectBus are asked; a refusal reaches the requester', async () => {
      app = await start(bus, [Answers], (microservice) => microservice.useGlobalGuards(new DenyAll()));
      await expect(bus.request('ok.plain', 1, LONG)).rejects.toMatchObject({
        errorName: 'Error',
        errorMessage: 'Forbidden resource',
      });
    });

    it('a pattern that is no bus filter stops the start, and leaves no handler behind', async () => {
      @Controller()
      class Odd {
        @MessagePattern('fine')
        fine() {
          return 1;
        }
        @MessagePattern({ cmd: 'x' })
        odd() {
          return 1;
        }
      }
      await expect(start(bus, [Odd])).rejects.toBeInstanceOf(SubjectError);
      await expect(bus.request('fine', 1, LONG)).rejects.toBeInstanceOf(NoResponderError);
    });

    it('two handlers for one message are refused', async () => {
      @Controller()
      class Twice {
        @MessagePattern('a')
        one() {
          return 1;
        }
        @MessagePattern('a')
        two() {
          return 2;
        }
      }
      await expect(start(bus, [Twice])).rejects.toBeInstanceOf(ResponderConflictError);
    });

    it('init hooks run once', async () => {
      let hooks = 0;
      @Controller()
      class Hooked {
        onModuleInit() {
          hooks++;
        }
        @MessagePattern('a')
        a() {
          return 1;
        }
      }
      app = await start(bus, [Hooked]);
      expect(hooks).toBe(1);
      expect(await bus.request('a', 0, LONG)).toBe(1);
    });
  });
});
