import type {
  AlarmEvent,
  Command,
  CommandDefinitionView,
  ConsoleHolding,
  Contact,
  Cop1Status,
  MemberId,
  ParameterUpdate,
  PassStatus,
  Spacecraft,
  SystemStatus,
} from '@app/contracts';
import { type ApiClient, explain } from '../api/api-client.js';
import { MissionTime } from '../time/mission-time.js';
import { Store } from '../store.js';
import {
  type ConsoleState,
  emptyState,
  type GroundAlarmView,
  groundAlarmOf,
  type ParameterView,
  type Series,
  withAlarm,
  withCommand,
  withGroundAlarm,
  withPass,
  withValue,
} from './console-state.js';
import { LiveConnection } from './live-connection.js';
import { concerns, type LiveMessage } from './live-messages.js';

/** Painted so often at most; telemetry may come much faster. */
const PAINT_EVERY_MS = 250;
const CONTACTS_EVERY_MS = 30_000;
/** After a reading that failed. */
const READ_AGAIN_MS = 3_000;
const PLOT_SPAN_S = 900;
const MOST_PLOTTED = 2_000;
const SHOWN_CONTACTS = 12;
/** Shown first where the mission database has them. */
const PREFERRED = ['PWR_BUS_VOLTAGE', 'PWR_BATTERY_TEMPERATURE', 'COM_TX_TEMPERATURE'];

/** What one reading over HTTP gives. */
type Reading = Pick<
  ConsoleState,
  | 'parameters'
  | 'alarms'
  | 'groundAlarms'
  | 'definitions'
  | 'commands'
  | 'holding'
  | 'cop1'
  | 'plotted'
  | 'series'
  | 'contacts'
  | 'passes'
>;

/**
 * What the page knows of one spacecraft: read over HTTP once the live door has taken the subscription, then kept up to date by it. What
 * the live door says during the reading is newer than the reading, and is laid over it. Until all that is done nothing is called live.
 */
export class ConsoleStore extends Store<ConsoleState> {
  readonly missionTime = new MissionTime();
  private readonly connection: LiveConnection;
  private pending: Partial<ConsoleState> = {};
  private painting: number | undefined;
  private contactsTimer: number | undefined;
  private again: number | undefined;
  private reading = 0;
  /** What came during the reading; undefined while there is none. */
  private meanwhile: LiveMessage[] | undefined;
  private stopped = false;

  constructor(
    private readonly api: ApiClient,
    private readonly member: MemberId,
    token: () => string | undefined,
  ) {
    super(emptyState);
    this.connection = new LiveConnection({
      token,
      onMessage: (message) => this.take(message),
      onCut: () => {
        this.reading++;
        this.meanwhile = undefined;
        this.change({ connection: this.now().heardAt === null ? 'connecting' : 'cut' });
      },
      // Whether the session itself has ended is for the API to say; it ends it then.
      onRefused: () => void this.api.get('/api/session').catch(() => undefined),
    });
  }

  start(): void {
    this.connection.open();
    this.contactsTimer = window.setInterval(() => void this.refreshContacts(), CONTACTS_EVERY_MS);
    void this.readFleet();
  }

  stop(): void {
    this.stopped = true;
    this.connection.close();
    window.clearInterval(this.contactsTimer);
    window.clearTimeout(this.again);
    window.clearTimeout(this.painting);
  }

  /** A new token is there. */
  authenticate(): void {
    this.connection.authenticate();
  }

  select(id: string): void {
    const { heardAt, system, fleet, connection } = this.now();
    const spacecraft = fleet.find((one) => one.id === id) ?? null;
    const standing = connection === 'cut' ? 'cut' : 'connecting';
    this.reading++;
    this.meanwhile = undefined;
    this.change({ ...emptyState, connection: standing, heardAt, system, fleet, spacecraft });
    this.connection.watch(id);
  }

  async plot(at: number, parameter: string): Promise<void> {
    const spacecraft = this.now().spacecraft?.id;
    this.change({ plotted: this.now().plotted.map((name, index) => (index === at ? parameter : name)) });
    try {
      const series = await this.readSeries(spacecraft ?? '', parameter);
      if (this.now().spacecraft?.id === spacecraft)
        this.change({ series: new Map(this.now().series).set(parameter, series) });
    } catch (error) {
      this.change({ failure: explain(error) });
    }
  }

  /** What was asked for and answered here need not wait for the live door. */
  note(change: { readonly command?: Command; readonly holding?: ConsoleHolding; readonly cop1?: Cop1Status }): void {
    const { command, holding, cop1 } = change;
    if (command !== undefined) this.accept({ event: 'command', data: command });
    if (holding !== undefined) this.accept({ event: 'console', data: holding });
    if (cop1 !== undefined) this.accept({ event: 'cop1', data: cop1 });
  }

  /** Again and again, until it is known who flies what. */
  private async readFleet(): Promise<void> {
    try {
      const [system, fleet] = await Promise.all([
        this.api.get<SystemStatus>('/api/system'),
        this.api.get<Spacecraft[]>('/api/service-management/spacecraft'),
      ]);
      const ours = fleet.filter(
        ({ status, operator, owner }) => status === 'in-orbit' && (operator === this.member || owner === this.member),
      );
      const chosen = await this.nextInContact(system.missionTime, ours);
      if (this.stopped) return;
      this.missionTime.take(system);
      this.change({ system, fleet: ours, failure: null });
      if (chosen !== undefined) this.select(chosen.id);
      else this.change({ connection: 'live', contacts: await this.readContacts(undefined) });
    } catch (error) {
      this.change({ failure: explain(error) });
      if (!this.stopped) this.again = window.setTimeout(() => void this.readFleet(), READ_AGAIN_MS);
    }
  }

  /** The spacecraft whose contact goes on or comes next: that is what one opens the page for. */
  private async nextInContact(now: string, fleet: readonly Spacecraft[]): Promise<Spacecraft | undefined> {
    const contacts = await this.api.get<Contact[]>('/api/mission-planning/contacts', { start: now, limit: 50 });
    const known = contacts.find(({ spacecraft }) => fleet.some(({ id }) => id === spacecraft));
    return fleet.find(({ id }) => id === known?.spacecraft) ?? fleet[0];
  }

  /** Everything of the chosen spacecraft, at once. A later reading overtakes an earlier one. */
  private async read(): Promise<void> {
    const id = this.now().spacecraft?.id;
    if (id === undefined) return;
    window.clearTimeout(this.again);
    const reading = ++this.reading;
    const meanwhile: LiveMessage[] = [];
    this.meanwhile = meanwhile;
    try {
      const snapshot = await this.snapshot(id);
      if (reading !== this.reading) return;
      this.meanwhile = undefined;
      this.change({ ...snapshot, connection: 'live', failure: null });
      for (const message of meanwhile) this.apply(message);
    } catch (error) {
      if (reading !== this.reading) return;
      this.meanwhile = undefined;
      this.change({ failure: explain(error) });
      if (!this.stopped) this.again = window.setTimeout(() => void this.read(), READ_AGAIN_MS);
    }
  }

  private async snapshot(id: string): Promise<Reading> {
    const base = `/api/telemetry-command/spacecraft/${id}`;
    const [parameters, alarms, groundAlarms, definitions, commands, holding, cop1, contacts, passes] =
      await Promise.all([
        this.api.get<ParameterView[]>(`${base}/parameters`),
        this.api.get<AlarmEvent[]>(`${base}/alarms`, { limit: 200 }),
        this.api.get<GroundAlarmView[]>(`${base}/ground-alarms`, { limit: 100 }),
        this.api.get<CommandDefinitionView[]>(`${base}/command-definitions`),
        this.api.get<Command[]>(`${base}/commands`, { limit: 100 }),
        this.api.get<ConsoleHolding>(`${base}/console`),
        this.api.get<Cop1Status>(`${base}/cop1`),
        this.readContacts(id),
        this.readPasses(id),
      ]);
    const numeric = parameters.filter(({ kind }) => kind === 'float' || kind === 'integer');
    const names = new Set(numeric.map(({ name }) => name));
    const preferred = [...PREFERRED.filter((name) => names.has(name)), ...names];
    const before = this.now().plotted;
    const plotted = before.length > 0 ? before : [...new Set(preferred)].slice(0, 3);
    const series = await Promise.all(plotted.map(async (name) => [name, await this.readSeries(id, name)] as const));
    return {
      parameters: new Map(parameters.map((one) => [one.name, one])),
      // The API gives the newest first; what came last must be taken last.
      alarms: alarms.toReversed().reduce<AlarmEvent[]>(withAlarm, []),
      groundAlarms: groundAlarms.map(groundAlarmOf).toReversed().reduce(withGroundAlarm, []),
      definitions,
      commands,
      holding,
      cop1,
      plotted,
      series: new Map(series),
      contacts,
      passes,
    };
  }

  private async refreshContacts(): Promise<void> {
    const id = this.now().spacecraft?.id;
    try {
      const contacts = await this.readContacts(id);
      if (this.now().spacecraft?.id === id) this.change({ contacts });
    } catch {
      // What is shown says by its times how old it is; the next look comes soon.
    }
  }

  private async readContacts(id: string | undefined): Promise<Contact[]> {
    const now = this.missionTime.nowMs();
    if (now === undefined) return [];
    const query = {
      start: new Date(now).toISOString(),
      limit: SHOWN_CONTACTS,
      ...(id === undefined ? {} : { spacecraft: id }),
    };
    return this.api.get<Contact[]>('/api/mission-planning/contacts', query);
  }

  private async readPasses(id: string): Promise<PassStatus[]> {
    const stations = await this.api.get<{ passesInProgress: PassStatus[] }[]>('/api/stations');
    return stations.flatMap(({ passesInProgress }) => passesInProgress).filter(({ spacecraft }) => spacecraft === id);
  }

  private async readSeries(id: string, parameter: string): Promise<Series> {
    const now = this.missionTime.nowMs() ?? Date.parse(this.now().system?.missionTime ?? '');
    const { values } = await this.api.get<{ values: { generationTime: string; value: unknown }[] }>(
      `/api/telemetry-command/spacecraft/${id}/parameters/${parameter}/values`,
      { start: new Date(now - PLOT_SPAN_S * 1000).toISOString(), order: 'desc', limit: MOST_PLOTTED },
    );
    const numbers = values
      .toReversed()
      .filter((one): one is { generationTime: string; value: number } => typeof one.value === 'number');
    return {
      times: numbers.map(({ generationTime }) => Date.parse(generationTime) / 1000),
      values: numbers.map(({ value }) => value),
    };
  }

  private take(message: LiveMessage): void {
    this.change({ heardAt: Date.now() });
    this.accept(message);
  }

  /** What is said of another spacecraft came too late: it was asked for before this one was chosen. */
  private accept(message: LiveMessage): void {
    const { spacecraft } = this.now();
    if (!concerns(message, spacecraft?.id)) return;
    this.meanwhile?.push(message);
    this.apply(message);
  }

  private apply(message: LiveMessage): void {
    switch (message.event) {
      case 'subscribed':
        return void this.read();
      case 'clock':
        this.missionTime.take(message.data);
        return this.change({ system: message.data });
      case 'parameters':
        return this.takeParameters(message.data);
      case 'alarm':
        return this.change({ alarms: withAlarm(this.now().alarms, message.data) });
      case 'ground-alarm':
        return this.change({ groundAlarms: withGroundAlarm(this.now().groundAlarms, message.data) });
      case 'command':
        return this.change({ commands: withCommand(this.now().commands, message.data) });
      case 'cop1':
        return this.change({ cop1: message.data });
      case 'console':
        return this.change({ holding: message.data });
      case 'pass':
        return this.change({ passes: withPass(this.now().passes, message.data) });
      case 'error':
        return this.change({
          failure: [message.data.title, ...message.data.errors.map((one) => one.message)].join(' — '),
        });
      case 'authenticated':
      case 'unsubscribed':
      case 'gap':
        return;
    }
  }

  private takeParameters(update: ParameterUpdate): void {
    const { series, plotted, parameters } = this.now();
    // Played-back and overtaken values are never shown as the latest.
    if (update.source !== 'real-time' || update.late) return;
    const seconds = Date.parse(update.generationTime) / 1000;
    const nextSeries = new Map(series);
    const nextParameters = new Map(parameters);
    for (const { parameter, value, monitoring } of update.values) {
      const known = nextParameters.get(parameter);
      const latest = { value, monitoring, generationTime: update.generationTime };
      if (known !== undefined) nextParameters.set(parameter, { ...known, latest });
      if (plotted.includes(parameter) && typeof value === 'number')
        nextSeries.set(parameter, withValue(nextSeries.get(parameter), seconds, value));
    }
    this.change({ series: nextSeries, parameters: nextParameters, lastTelemetryAt: update.generationTime });
  }

  /** The state with what waits to be painted. */
  private now(): ConsoleState {
    return { ...this.state, ...this.pending };
  }

  private change(part: Partial<ConsoleState>): void {
    this.pending = { ...this.pending, ...part };
    this.painting ??= window.setTimeout(() => {
      this.painting = undefined;
      const next = this.now();
      this.pending = {};
      this.set(next);
    }, PAINT_EVERY_MS);
  }
}
