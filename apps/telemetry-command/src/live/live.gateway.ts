import { type BeforeApplicationShutdown, Inject } from '@nestjs/common';
import { type OnGatewayConnection, type OnGatewayDisconnect, WebSocketGateway } from '@nestjs/websockets';
import type { WebSocket } from 'ws';
import { alarmEventSchema, parameterUpdateSchema, subjects, telemetryGapSchema } from '@app/contracts';
import { LOGGER, type Logger, MessageBus, Metrics, parseOrRefuse, Refusal, type Subscription } from '@app/platform';
import { FindMission } from '../http/find-mission.js';
import { LiveClient } from './live-client.js';
import { clientMessageSchema } from './live.messages.js';

/** A message of a client is a few names. */
const MAX_MESSAGE_OCTETS = 64 * 1024;
/** Half-closed or dead connections of slow clients are cut after this. */
const CUT_AFTER_MS = 2_000;

/**
 * Live telemetry: clients say which spacecraft and parameters they watch, the bus brings what is archived. It parses messages itself:
 * Nest's adapter passes over what it cannot read in silence.
 */
@WebSocketGateway({ path: '/api/telemetry-command/live', maxPayload: MAX_MESSAGE_OCTETS })
export class LiveGateway
  implements OnGatewayConnection<WebSocket>, OnGatewayDisconnect<WebSocket>, BeforeApplicationShutdown
{
  private readonly clients = new Map<WebSocket, LiveClient>();
  private subscriptions: Subscription[] = [];
  private adjusting = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly bus: MessageBus,
    private readonly find: FindMission,
    private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    for (const socket of this.clients.keys()) socket.close(1001, 'the server stops');
    this.clients.clear();
    await this.adjust();
  }

  /** Listens to the bus while somebody watches: telemetry that nobody looks at costs nothing here. One change at a time. */
  private adjust(): Promise<void> {
    this.adjusting = this.adjusting
      .then(async () => {
        const wanted = this.clients.size > 0 && !this.stopped;
        if (wanted && this.subscriptions.length === 0) this.subscriptions = await this.listen();
        if (wanted || this.subscriptions.length === 0) return;
        const ending = this.subscriptions;
        this.subscriptions = [];
        await Promise.all(ending.map((subscription) => subscription.unsubscribe()));
      })
      .catch((error: unknown) => this.logger.error({ error }, 'live telemetry cannot listen to the bus'));
    return this.adjusting;
  }

  private async listen(): Promise<Subscription[]> {
    return Promise.all([
      this.bus.subscribe(subjects.anyParameters, ({ payload }) => {
        const update = parameterUpdateSchema.parse(payload);
        for (const client of this.clients.values()) client.parameters(update);
      }),
      this.bus.subscribe(subjects.anyAlarm, ({ payload }) => {
        const alarm = alarmEventSchema.parse(payload);
        for (const client of this.clients.values()) client.alarm(alarm);
      }),
      this.bus.subscribe(subjects.anyGap, ({ payload }) => {
        const gap = telemetryGapSchema.parse(payload);
        for (const client of this.clients.values()) client.gap(gap);
      }),
    ]);
  }

  handleConnection(socket: WebSocket): void {
    const client = new LiveClient(socket, (waitingOctets) => {
      this.handleDisconnect(socket);
      this.metrics.count('smms_live_clients_dropped_total', 'Live clients let go because they were too slow');
      this.logger.warn({ waitingOctets }, 'a live client was too slow and was let go');
      AbortSignal.timeout(CUT_AFTER_MS).addEventListener('abort', () => socket.terminate());
    });
    this.clients.set(socket, client);
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
    try {
      await this.obey(client, text);
    } catch (error) {
      if (error instanceof Refusal) {
        client.send({ event: 'error', data: { title: error.title, errors: error.errors } });
        return;
      }
      this.logger.error({ error }, 'a message of a live client failed');
      client.send({ event: 'error', data: { title: 'internal error', errors: [] } });
    }
  }

  private async obey(client: LiveClient, text: string): Promise<void> {
    const message = parseOrRefuse(clientMessageSchema, parseJson(text), 'message');
    if (message.event === 'unsubscribe') {
      client.unsubscribe(message.data.spacecraft);
      client.send({ event: 'unsubscribed', data: message.data });
      return;
    }
    const { spacecraft, parameters = [] } = message.data;
    const { mission } = await this.find.mission(spacecraft).catch((error: unknown) => {
      throw error instanceof Refusal ? atField(error, 'data.spacecraft') : error;
    });
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
    client.subscribe(message.data);
    client.send({ event: 'subscribed', data: message.data });
  }
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
