import { type BeforeApplicationShutdown, Inject } from '@nestjs/common';
import { type OnGatewayConnection, type OnGatewayDisconnect, WebSocketGateway } from '@nestjs/websockets';
import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import type { OperationsMode, SystemStatus, Utc } from '@app/contracts';
import {
  AccessTokens,
  Authority,
  GatewayPolicy,
  LOGGER,
  type Logger,
  MessageBus,
  Metrics,
  MissionClock,
  OPERATIONS_MODE,
  parseOrRefuse,
  Refusal,
  refused,
  ruleOf,
  repeatUntil,
  StrangerAudit,
  type Subscription,
  WallClock,
} from '@app/platform';
import { formatUtc, plusSeconds, type Tai } from '@app/time';
import { FindMission } from '../http/find-mission.js';
import { LiveClient } from './live-client.js';
import { feed } from './live-feed.js';
import { clientMessageSchema, type Subscribe } from './live.messages.js';

const DOOR = 'WS /api/telemetry-command/live';
/** A message of a client is a few names, or a token. */
const MAX_MESSAGE_OCTETS = 64 * 1024;
/** Half-closed or dead connections of slow clients are cut after this. */
const CUT_AFTER_MS = 2_000;
/** A connection says within this time who is there. */
const AUTHENTICATE_WITHIN_S = 5;
const CLOCK_PERIOD_MS = 1_000;

/**
 * What goes on, live: clients say who they are and which spacecraft and parameters they watch, the bus brings what is archived. It parses
 * messages itself: Nest's adapter passes over what it cannot read in silence. Who asks is known by the first message, and asked
 * again every second: a token that has expired or was revoked ends the connection.
 */
@WebSocketGateway({ path: '/api/telemetry-command/live', maxPayload: MAX_MESSAGE_OCTETS })
@GatewayPolicy('observe-spacecraft')
export class LiveGateway
  implements OnGatewayConnection<WebSocket>, OnGatewayDisconnect<WebSocket>, BeforeApplicationShutdown
{
  private readonly clients = new Map<WebSocket, LiveClient>();
  private readonly connectedAt = new WeakMap<LiveClient, Tai>();
  private readonly origins = new WeakMap<LiveClient, string>();
  private readonly stop = new AbortController();
  private subscriptions: Subscription[] = [];
  private adjusting = Promise.resolve();
  private ticking: Promise<void> | undefined;

  constructor(
    private readonly bus: MessageBus,
    private readonly find: FindMission,
    private readonly tokens: AccessTokens,
    private readonly authority: Authority,
    private readonly strangers: StrangerAudit,
    private readonly missionClock: MissionClock,
    private readonly wallClock: WallClock,
    private readonly metrics: Metrics,
    @Inject(OPERATIONS_MODE) private readonly mode: OperationsMode,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    for (const socket of this.clients.keys()) socket.close(1001, 'the server stops');
    this.clients.clear();
    await this.adjust();
    await this.ticking;
  }

  /** Each second of wall time: lets go who may not stay, and tells the others the time. */
  async tick(): Promise<void> {
    const lookedAfter = [...this.clients.values()].map((client) =>
      this.lookAfter(client).catch((error: unknown) =>
        this.logger.error({ error }, 'a live client could not be looked after'),
      ),
    );
    await Promise.all(lookedAfter);
  }

  private async lookAfter(client: LiveClient): Promise<void> {
    const { session } = client;
    const now = this.wallClock.now();
    if (session !== undefined) {
      await this.turnAwayIfRefused(client, async () => void (await this.tokens.open(session.token)));
      if (client.session !== undefined) client.send({ event: 'clock', data: this.systemStatus() });
    } else if (now >= plusSeconds(this.connectedAt.get(client) ?? now, AUTHENTICATE_WITHIN_S))
      client.turnAway(notAuthenticated(`none within ${AUTHENTICATE_WITHIN_S} s`));
  }

  /** From the first client on. */
  private keepTicking(): void {
    const say = (error: unknown): void => this.logger.error({ error }, 'live clients were not looked after');
    this.ticking ??= repeatUntil(this.stop.signal, CLOCK_PERIOD_MS, () => this.tick(), say);
  }

  private systemStatus(): SystemStatus {
    return {
      mode: this.mode,
      missionTime: formatUtc(this.missionClock.now()) as Utc,
      rate: this.missionClock.rate,
      wallTime: formatUtc(this.wallClock.now()) as Utc,
    };
  }

  /** Listens to the bus while somebody watches: telemetry that nobody looks at costs nothing here. One change at a time. */
  private adjust(): Promise<void> {
    this.adjusting = this.adjusting
      .then(async () => {
        const wanted = this.clients.size > 0 && !this.stop.signal.aborted;
        if (wanted && this.subscriptions.length === 0)
          this.subscriptions = await feed(this.bus, this.mode, () => this.clients.values());
        if (wanted || this.subscriptions.length === 0) return;
        const ending = this.subscriptions;
        this.subscriptions = [];
        await Promise.all(ending.map((subscription) => subscription.unsubscribe()));
      })
      .catch((error: unknown) => this.logger.error({ error }, 'live telemetry cannot listen to the bus'));
    return this.adjusting;
  }

  handleConnection(socket: WebSocket, request: IncomingMessage): void {
    const client = new LiveClient(socket, (waitingOctets) => {
      this.handleDisconnect(socket);
      this.metrics.count('smms_live_clients_dropped_total', 'Live clients let go because they were too slow');
      this.logger.warn({ waitingOctets }, 'a live client was too slow and was let go');
      AbortSignal.timeout(CUT_AFTER_MS).addEventListener('abort', () => socket.terminate());
    });
    this.clients.set(socket, client);
    this.connectedAt.set(client, this.wallClock.now());
    this.origins.set(client, request.socket.remoteAddress ?? 'unknown');
    this.keepTicking();
    // One message at a time, so that answers come in the order of the questions.
    let last = this.adjust();
    socket.on('message', (data: Buffer) => {
      last = last.then(() => this.receive(client, data.toString()));
    });
  }

  handleDisconnect(socket: WebSocket): void {
    this.clients.delete(socket);
    void this.adjust();
  }

  private async receive(client: LiveClient, text: string): Promise<void> {
    if (client.over) return;
    try {
      await this.obey(client, text);
    } catch (error) {
      if (error instanceof Refusal) {
        client.refuse(error);
        return;
      }
      this.logger.error({ error }, 'a message of a live client failed');
      client.send({ event: 'error', data: { title: 'internal error', errors: [] } });
    }
  }

  private async obey(client: LiveClient, text: string): Promise<void> {
    if (client.session === undefined) {
      await this.turnAwayIfRefused(client, () => this.firstMessage(client, text));
      return;
    }
    const message = parseOrRefuse(clientMessageSchema, parseJson(text), 'message');
    switch (message.event) {
      case 'authenticate':
        await this.turnAwayIfRefused(client, () => this.authenticate(client, message.data.token));
        return;
      case 'subscribe':
        await this.subscribe(client, message.data);
        return;
      case 'unsubscribe':
        client.unsubscribe(message.data.spacecraft);
        client.send({ event: 'unsubscribed', data: message.data });
    }
  }

  private async firstMessage(client: LiveClient, text: string): Promise<void> {
    const message = parseOrRefuse(clientMessageSchema, parseJson(text), 'message');
    if (message.event !== 'authenticate') throw notAuthenticated(`"${message.event}"`);
    await this.authenticate(client, message.data.token);
  }

  private async authenticate(client: LiveClient, token: string): Promise<void> {
    const session = await this.tokens.open(token);
    client.authenticate({ ...session, token });
    const expiresAt = formatUtc(session.expiresAt) as Utc;
    client.send({ event: 'authenticated', data: { principal: session.principal, expiresAt } });
    client.send({ event: 'clock', data: this.systemStatus() });
  }

  private async turnAwayIfRefused(client: LiveClient, task: () => Promise<void>): Promise<void> {
    const { session } = client;
    try {
      await task();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (client.session === session) client.turnAway(error);
      if (ruleOf(error) === undefined) return;
      const origin = this.origins.get(client) ?? 'unknown';
      await this.strangers.record(error, { operation: 'observe-spacecraft', door: DOOR, origin });
    }
  }

  private async subscribe(client: LiveClient, subscribe: Subscribe): Promise<void> {
    const { spacecraft, parameters = [] } = subscribe;
    const { mission } = await this.find.mission(spacecraft).catch((error: unknown) => {
      throw error instanceof Refusal ? atField(error, 'data.spacecraft') : error;
    });
    const { principal } = client;
    await this.authority.require(principal, { operation: 'observe-spacecraft', door: DOOR, spacecraft });
    const unknown = parameters.flatMap((name, at) =>
      mission.parameters.has(name)
        ? []
        : [
            {
              path: `data.parameters.${at}`,
              message: `found "${name}", expected a telemetry parameter of ${spacecraft}`,
            },
          ],
    );
    if (unknown.length > 0) throw new Refusal(404, 'no such parameter', unknown);
    // Turned away while it was decided.
    if (client.session === undefined) return;
    client.subscribe(subscribe);
    client.send({ event: 'subscribed', data: subscribe });
  }
}

function notAuthenticated(found: string): Refusal {
  return refused('not-signed-in', `expected a first message "authenticate" with a token, found ${found}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Refusal(400, 'invalid message', [{ path: 'message', message: `expected JSON: ${message}` }]);
  }
}

function atField(refusal: Refusal, path: string): Refusal {
  return new Refusal(
    refusal.status,
    refusal.title,
    refusal.errors.map(({ message }) => ({ path, message })),
  );
}
