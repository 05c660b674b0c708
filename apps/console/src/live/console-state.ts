import type {
  AlarmEvent,
  Command,
  CommandDefinitionView,
  ConsoleHolding,
  Contact,
  Cop1Status,
  GroundAlarm,
  MonitoringResult,
  PassStatus,
  Spacecraft,
  SystemStatus,
} from '@app/contracts';

/** `live` only once everything was read after the subscription; `cut` from the moment the line is lost. */
export type ConnectionState = 'connecting' | 'live' | 'cut';

/** A parameter as the API describes it, with its limits and latest value. */
export interface ParameterView {
  readonly name: string;
  readonly kind: string;
  readonly description: string;
  readonly unit: string | null;
  readonly limits: readonly {
    readonly level: string;
    readonly alarm?: 'outside' | 'inside';
    readonly min?: number | null;
    readonly max?: number | null;
  }[];
  readonly latest: {
    readonly value: number | string | boolean | null;
    readonly monitoring: MonitoringResult;
    readonly generationTime: string;
  } | null;
}

/** Values of one parameter over the time on board, seconds since 1970. */
export interface Series {
  readonly times: readonly number[];
  readonly values: readonly number[];
}

/** A ground alarm as the API lists it. */
export type GroundAlarmView = Omit<GroundAlarm, 'raised' | 'at'> & {
  readonly raisedAt: GroundAlarm['at'];
  readonly clearedAt: GroundAlarm['at'] | null;
};

/** As the live door would have said it last. */
export function groundAlarmOf({ raisedAt, clearedAt, ...alarm }: GroundAlarmView): GroundAlarm {
  return { ...alarm, raised: clearedAt === null, at: clearedAt ?? raisedAt };
}

/** All that the page shows of one spacecraft, as of `at`. */
export interface ConsoleState {
  readonly connection: ConnectionState;
  /** Wall time of the latest live message, milliseconds since 1970; null before the first. */
  readonly heardAt: number | null;
  /** Why the first reading failed, if it did. */
  readonly failure: string | null;
  readonly system: SystemStatus | null;
  readonly fleet: readonly Spacecraft[];
  readonly spacecraft: Spacecraft | null;
  readonly contacts: readonly Contact[];
  /** Passes in progress, each by its antenna; where there is none, the one that ended last. */
  readonly passes: readonly PassStatus[];
  readonly parameters: ReadonlyMap<string, ParameterView>;
  readonly plotted: readonly string[];
  readonly series: ReadonlyMap<string, Series>;
  readonly lastTelemetryAt: string | null;
  readonly alarms: readonly AlarmEvent[];
  readonly groundAlarms: readonly GroundAlarm[];
  readonly definitions: readonly CommandDefinitionView[];
  readonly commands: readonly Command[];
  readonly holding: ConsoleHolding | null;
  readonly cop1: Cop1Status | null;
}

export const emptyState: ConsoleState = {
  connection: 'connecting',
  heardAt: null,
  failure: null,
  system: null,
  fleet: [],
  spacecraft: null,
  contacts: [],
  passes: [],
  parameters: new Map(),
  plotted: [],
  series: new Map(),
  lastTelemetryAt: null,
  alarms: [],
  groundAlarms: [],
  definitions: [],
  commands: [],
  holding: null,
  cop1: null,
};

const LONGEST_SERIES = 2_000;
const MOST_ALARMS = 200;
const MOST_COMMANDS = 200;

/** The newest first, each parameter once: what it reached last. */
export function withAlarm(alarms: readonly AlarmEvent[], alarm: AlarmEvent): AlarmEvent[] {
  return [alarm, ...alarms.filter(({ parameter }) => parameter !== alarm.parameter)].slice(0, MOST_ALARMS);
}

/** The newest first, each kind of a contact once. */
export function withGroundAlarm(alarms: readonly GroundAlarm[], alarm: GroundAlarm): GroundAlarm[] {
  const same = (one: GroundAlarm): boolean => one.kind === alarm.kind && one.contact === alarm.contact;
  return [alarm, ...alarms.filter((one) => !same(one))].slice(0, MOST_ALARMS);
}

const isOver = ({ phase }: PassStatus): boolean => phase === 'completed' || phase === 'failed' || phase === 'aborted';

/** Two antennas may hear a spacecraft at once: each pass is kept by its contact, and one that is over only as long as no other goes on. */
export function withPass(passes: readonly PassStatus[], pass: PassStatus): PassStatus[] {
  const known = passes.some(({ contact }) => contact === pass.contact);
  const all = known ? passes.map((one) => (one.contact === pass.contact ? pass : one)) : [...passes, pass];
  const inProgress = all.filter((one) => !isOver(one));
  return inProgress.length > 0 ? inProgress : [pass];
}

/** The newest first, each command as it stands now. */
export function withCommand(commands: readonly Command[], command: Command): Command[] {
  const known = commands.some(({ id }) => id === command.id);
  if (known) return commands.map((one) => (one.id === command.id ? command : one));
  return [command, ...commands].slice(0, MOST_COMMANDS);
}

/** A value at its place in time; a second value of the same time replaces the first. */
export function withValue(series: Series | undefined, seconds: number, value: number): Series {
  const times = [...(series?.times ?? [])];
  const values = [...(series?.values ?? [])];
  let at = times.length;
  while (at > 0 && (times[at - 1] ?? 0) > seconds) at--;
  if (times[at - 1] === seconds) values[at - 1] = value;
  else {
    times.splice(at, 0, seconds);
    values.splice(at, 0, value);
  }
  const drop = Math.max(0, times.length - LONGEST_SERIES);
  return { times: times.slice(drop), values: values.slice(drop) };
}
