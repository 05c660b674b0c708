import { type ExceptionFilter, Catch, type INestApplication, type INestMicroservice } from '@nestjs/common';
import {
  BaseRpcContext,
  ClientProxy,
  type CustomTransportStrategy,
  type MessageHandler,
  type MicroserviceOptions,
  type MsPattern,
  type NestMicroservice,
  type ReadPacket,
  Server,
  type WritePacket,
} from '@nestjs/microservices';
import { isObservable, lastValueFrom, type Observable, throwError } from 'rxjs';
import { BusOptionError, NoReplyValueError, ResponderConflictError } from './bus.errors.js';
import { type BusHeaders } from './headers.js';
import { type JsonValue } from './json.js';
import { type BusMessage, MessageBus, type Subscription } from './message-bus.port.js';

/** Lets a handler be bound to this transport alone: `@EventPattern('a.b', BUS_TRANSPORT)`. */
export const BUS_TRANSPORT = Symbol('smms.bus');

/** What `@Ctx()` gives a handler. */
export class BusContext extends BaseRpcContext<[subject: string, headers: BusHeaders]> {
  getSubject(): string {
    return this.args[0];
  }
  getHeaders(): BusHeaders {
    return this.args[1];
  }
}

/**
 * Hands an exception on unchanged. Without it Nest replaces everything but an `RpcException` by "Internal server error", and
 * the requester cannot tell what was wrong.
 */
@Catch()
export class BusExceptionFilter implements ExceptionFilter {
  catch(exception: unknown): Observable<never> {
    return throwError(() => exception);
  }
}

interface Route {
  readonly filter: string;
  readonly handler: MessageHandler;
}

const NO_VALUE = Symbol('no value');

/** The value, the promised value, or the last value of the observable; rejects if the observable fails. */
async function settle(result: unknown): Promise<unknown> {
  const value = await result;
  return isObservable(value) ? lastValueFrom(value, { defaultValue: NO_VALUE }) : value;
}

/**
 * Runs `@EventPattern` and `@MessagePattern` handlers over a `MessageBus`. Patterns are bus filters (strings).
 * - Event: the handler has succeeded when its promise is fulfilled or its observable completed; anything else is a fault of the
 *   subscription (sink and counter of the bus). Several handlers of one pattern are independent subscriptions: in Nest's own
 *   chain the failure of one, or an observable without a value, cuts the others off.
 * - Message: the answer is the value returned, promised, or emitted last. An exception, a failing or empty observable and
 *   `undefined` reach the requester as `RemoteHandlerError`. A second handler for a pattern is refused; Nest drops the first.
 */
export class BusServer extends Server implements CustomTransportStrategy {
  override readonly transportId = BUS_TRANSPORT;
  override readonly propagatesEventHandlerErrors = true;
  private readonly events: Route[] = [];
  private readonly messages: Route[] = [];
  private subscriptions: Subscription[] = [];

  constructor(private readonly bus: MessageBus) {
    super();
  }

  override addHandler(
    pattern: MsPattern,
    callback: MessageHandler,
    isEventHandler = false,
    extras: Record<string, unknown> = {},
  ): void {
    const filter = this.normalizePattern(pattern);
    callback.isEventHandler = isEventHandler;
    callback.extras = extras;
    const routes = isEventHandler ? this.events : this.messages;
    if (!isEventHandler && routes.some((route) => route.filter === filter))
      throw new ResponderConflictError(filter, filter);
    routes.push({ filter, handler: callback });
    if (!this.messageHandlers.has(filter) || !isEventHandler) this.messageHandlers.set(filter, callback);
  }

  override listen(callback: (error?: unknown) => void): void {
    this.start().then(
      () => callback(),
      (error: unknown) => callback(error),
    );
  }

  /** Ends the subscriptions. The bus itself belongs to whoever made it. */
  override async close(): Promise<void> {
    const ending = this.subscriptions;
    this.subscriptions = [];
    await Promise.all(ending.map((subscription) => subscription.unsubscribe()));
  }

  override on(event: string): never {
    throw new BusOptionError('event', event, 'none: a bus has no connection events');
  }

  override unwrap<T = MessageBus>(): T {
    return this.bus as T;
  }

  private async start(): Promise<void> {
    try {
      for (const { filter, handler } of this.messages)
        this.subscriptions.push(
          await this.bus.respond(filter, async (message) => {
            const value = await this.run(handler, message);
            if (value === NO_VALUE) throw new NoReplyValueError(message.subject);
            return value as JsonValue; // the bus refuses what is not
          }),
        );
      for (const { filter, handler } of this.events)
        this.subscriptions.push(
          await this.bus.subscribe(filter, async (message) => {
            await this.run(handler, message);
          }),
        );
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  private run(handler: MessageHandler, message: BusMessage): Promise<unknown> {
    const context = new BusContext([message.subject, message.headers]);
    return new Promise((resolve) => {
      this.runWithProcessingHooks(context, async (runEndHook) => {
        const outcome = Promise.resolve(handler(message.payload, context)).then(settle);
        resolve(outcome);
        await Promise.allSettled([outcome]);
        runEndHook();
      });
    });
  }
}

export interface BusClientOptions {
  /** For each `send`, in milliseconds. */
  readonly timeoutMs: number;
  /** Told of an event that the bus refused: an `emit` that nobody subscribes to would lose the error. */
  readonly onDispatchError: (error: unknown, pattern: string) => void;
}

/** Nest's client over a `MessageBus`: `send` gives one value or the bus's typed error. Packet metadata travels as headers. */
export class BusClient extends ClientProxy {
  constructor(
    private readonly bus: MessageBus,
    private readonly options: BusClientOptions,
  ) {
    super();
  }

  override async connect(): Promise<void> {}

  override async close(): Promise<void> {}

  override unwrap<T = MessageBus>(): T {
    return this.bus as T;
  }

  protected override publish(packet: ReadPacket<JsonValue>, callback: (packet: WritePacket) => void): () => void {
    const subject = this.normalizePattern(packet.pattern as MsPattern);
    this.bus.request(subject, packet.data, { timeoutMs: this.options.timeoutMs, headers: packet.metadata ?? {} }).then(
      (response) => callback({ response, isDisposed: true }),
      (err: unknown) => callback({ err, isDisposed: true }),
    );
    return () => undefined;
  }

  protected override async dispatchEvent<T>(packet: ReadPacket<JsonValue>): Promise<T> {
    const subject = this.normalizePattern(packet.pattern as MsPattern);
    try {
      return (await this.bus.publish(subject, packet.data, packet.metadata ?? {})) as T;
    } catch (error) {
      this.options.onDispatchError(error, subject);
      throw error;
    }
  }
}

/**
 * Binds the application's handlers to the bus; `await app.startAllMicroservices()` starts them. Nothing of the HTTP side is
 * inherited, and the exception filter stays on this side. `configure` adds guards, pipes and interceptors: Nest reads them
 * when it registers the handlers, at the end of this call, so later additions would have no effect.
 */
export function connectBus(
  app: INestApplication,
  bus: MessageBus,
  configure: (microservice: INestMicroservice) => void = () => undefined,
): INestMicroservice {
  const microservice = app.connectMicroservice<MicroserviceOptions>(
    { strategy: new BusServer(bus) },
    { deferInitialization: true },
  ) as NestMicroservice;
  microservice.useGlobalFilters(new BusExceptionFilter());
  configure(microservice);
  // What Nest does itself where it does not defer; the application has called the init hooks, or will.
  microservice.registerListeners();
  microservice.setIsInitialized(true);
  microservice.setIsInitHookCalled(true);
  return microservice;
}
