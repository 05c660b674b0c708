import {
  alarmEventSchema,
  commandSchema,
  consoleHoldingSchema,
  cop1StatusSchema,
  groundAlarmSchema,
  type OperationsMode,
  parameterUpdateSchema,
  passStatusSchema,
  subjects,
  telemetryGapSchema,
} from '@app/contracts';
import type { JsonValue, MessageBus, Subscription } from '@app/platform';
import type { LiveClient } from './live-client.js';
import type { SpacecraftNews } from './live.messages.js';

/** How each message of the bus reads to a client. */
const news: Readonly<Record<string, (payload: JsonValue) => SpacecraftNews>> = {
  [subjects.anyGap]: (payload) => ({ event: 'gap', data: telemetryGapSchema.parse(payload) }),
  [subjects.anyCommand]: (payload) => ({ event: 'command', data: commandSchema.parse(payload) }),
  [subjects.anyCop1]: (payload) => ({ event: 'cop1', data: cop1StatusSchema.parse(payload) }),
  [subjects.anyConsole]: (payload) => ({ event: 'console', data: consoleHoldingSchema.parse(payload) }),
  [subjects.anyGroundAlarm]: (payload) => ({ event: 'ground-alarm', data: groundAlarmSchema.parse(payload) }),
  [subjects.anyPassStatus]: (payload) => ({ event: 'pass', data: passStatusSchema.parse(payload) }),
};

/** Hands what the bus brings to the clients that watch it. What is of another mode goes no further (design rule 10). */
export function feed(
  bus: MessageBus,
  mode: OperationsMode,
  clients: () => Iterable<LiveClient>,
): Promise<Subscription[]> {
  return Promise.all([
    bus.subscribe(subjects.anyParameters, ({ payload }) => {
      const update = parameterUpdateSchema.parse(payload);
      if (update.mode === mode) for (const client of clients()) client.parameters(update);
    }),
    bus.subscribe(subjects.anyAlarm, ({ payload }) => {
      const alarm = alarmEventSchema.parse(payload);
      if (alarm.mode === mode) for (const client of clients()) client.alarm(alarm);
    }),
    ...Object.entries(news).map(([subject, read]) =>
      bus.subscribe(subject, ({ payload }) => {
        const message = read(payload);
        if ('mode' in message.data && message.data.mode !== mode) return;
        for (const client of clients()) client.news(message);
      }),
    ),
  ]);
}
