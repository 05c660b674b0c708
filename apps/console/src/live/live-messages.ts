import type {
  AlarmEvent,
  Command,
  ConsoleHolding,
  Cop1Status,
  GroundAlarm,
  ParameterUpdate,
  PassStatus,
  SystemStatus,
} from '@app/contracts';

/** What the live door says (docs/api.md). */
export type LiveMessage =
  | { readonly event: 'authenticated' }
  | { readonly event: 'subscribed'; readonly data: { readonly spacecraft: string } }
  | { readonly event: 'unsubscribed' }
  | { readonly event: 'gap' }
  | { readonly event: 'clock'; readonly data: SystemStatus }
  | { readonly event: 'parameters'; readonly data: ParameterUpdate }
  | { readonly event: 'alarm'; readonly data: AlarmEvent }
  | { readonly event: 'ground-alarm'; readonly data: GroundAlarm }
  | { readonly event: 'command'; readonly data: Command }
  | { readonly event: 'cop1'; readonly data: Cop1Status }
  | { readonly event: 'console'; readonly data: ConsoleHolding }
  | { readonly event: 'pass'; readonly data: PassStatus }
  | {
      readonly event: 'error';
      readonly data: { readonly title: string; readonly errors: readonly { readonly message: string }[] };
    };

/** Whether a message is about this spacecraft, or about none. */
export function concerns(message: LiveMessage, spacecraft: string | undefined): boolean {
  switch (message.event) {
    case 'subscribed':
    case 'parameters':
    case 'alarm':
    case 'ground-alarm':
    case 'command':
    case 'cop1':
    case 'console':
    case 'pass':
      return message.data.spacecraft === spacecraft;
    case 'authenticated':
    case 'unsubscribed':
    case 'gap':
    case 'clock':
    case 'error':
      return true;
  }
}
