import type {
  AlarmEvent,
  Command,
  CommandDefinitionView,
  ConsoleHolding,
  Contact,
  Cop1Status,
  GroundAlarm,
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
  type ParameterView,
  type Series,
  withAlarm,
  withCommand,
  withGroundAlarm,
  withPass,
  withValue,
} from './console-state.js';
import { LiveConnection } from './live-connection.js';
import type { LiveMessage } from './live-messages.js';

/** Painted so often at most; telemetry may come much faster. */
const PAINT_EVERY_MS = 250;
const CONTACTS_EVERY_MS = 30_000;
const PLOT_SPAN_S = 900;
const SHOWN_CONTACTS = 12;
/** Shown first where the mission database has them. */
const PREFERRED = ['PWR_BUS_VOLTAGE', 'PWR_BATTERY_TEMPERATURE', 'COM_TX_TEMPERATURE'];

/** What the page knows: read once over HTTP, kept up to date by the live door, read anew after every cut. */
export class ConsoleStore extends Store<ConsoleState> {
  readonly missionTime = new MissionTime();
  private readonly connection: LiveConnection;
  private pending: Partial<ConsoleState> = {};
  private painting: number | undefined;
  private contactsTimer: number | undefined;
  private reading = 0;

  constructor(
    private readonly api: ApiClient,
    token: () => string | undefined,
  ) {
    super(emptyState);
    this.connection = new LiveConnection({
      token,
      onMessage: (message) => this.take(message),
      onState: (connection) => {
        this.change({ connection });
        if (connection === 'live') void this.read();
      },
    });
  }

  async start(): Promise<void> {
    this.connection.open();
    this.contactsTimer = window.setInterval(() => void this.readContacts().catch(() => undefined), CONTACTS_EVERY_MS);
    try {
      const [system, fleet] = await Promise.all([
        this.api.get<SystemStatus>('/api/system'),
        this.api.get<Spacecraft[]>('/api/service-management/spacecraft'),
      ]);
      this.missionTime.take(system);
      const inOrbit = fleet.filter(({ status }) => status === 'in-orbit');
      this.change({ system, fleet: inOrbit });
      const chosen = await this.nextInContact(system.missionTime, inOrbit);
      if (chosen !== undefined) this.select(chosen.id);
    } catch (error) {
      this.change({ failure: explain(error) });
    }
  }

  /** The spacecraft whose contact goes on or comes next: that is what one opens the page for. */
  private async nextInContact(now: string, fleet: readonly Spacecraft[]): Promise<Spacecraft | undefined> {
    const contacts = await this.api.get<Contact[]>('/api/mission-planning/contacts', { start: now, limit: 20 });
    const known = contacts.find(({ spacecraft }) => fleet.some(({ id }) => id === spacecraft));
    return fleet.find(({ id }) => id === known?.spacecraft) ?? fleet[0];
  }

  stop(): void {
    this.connection.close();
    window.clearInterval(this.contactsTimer);
    window.clearTimeout(this.painting);
  }

  /** A new token is there. */
  authenticate(): void {
    this.connection.authenticate();
  }

  select(id: string): void {
    const { connection, heardAt, system, fleet } = this.now();
    const spacecraft = fleet.find((one) => one.id === id) ?? null;
    this.change({ ...emptyState, connection, heardAt, system, fleet, spacecraft });
    this.connection.watch(id);
    void this.read();
  }

  async plot(at: number, parameter: string): Promise<void> {
    this.change({ plotted: this.now().plotted.map((name, index) => (index === at ? parameter : name)) });
    const series = await this.readSeries(parameter);
    this.change({ series: new Map(this.now().series).set(parameter, series) });
  }

  /** What was asked for and answered here need not wait for the live door. */
  note(change: { readonly command?: Command; readonly holding?: ConsoleHolding; readonly cop1?: Cop1Status }): void {
    if (change.command !== undefined) this.change({ commands: withCommand(this.now().commands, change.command) });
    if (change.holding !== undefined) this.change({ holding: change.holding });
    if (change.cop1 !== undefined) this.change({ cop1: change.cop1 });
  }

  private get base(): string {
    return `/api/telemetry-command/spacecraft/${this.now().spacecraft?.id ?? ''}`;
  }

  /** Everything of the chosen spacecraft, at once. A later reading overtakes an earlier one. */
  private async read(): Promise<void> {
    if (this.now().spacecraft === null) return;
    const reading = ++this.reading;
    try {
      const [parameters, alarms, groundAlarms, definitions, commands, holding, cop1] = await Promise.all([
        this.api.get<ParameterView[]>(`${this.base}/parameters`),
        this.api.get<AlarmEvent[]>(`${this.base}/alarms`, { limit: 100 }),
        this.api.get<GroundAlarm[]>(`${this.base}/ground-alarms`, { limit: 100 }),
        this.api.get<CommandDefinitionView[]>(`${this.base}/command-definitions`),
        this.api.get<Command[]>(`${this.base}/commands`, { limit: 100 }),
        this.api.get<ConsoleHolding>(`${this.base}/console`),
        this.api.get<Cop1Status>(`${this.base}/cop1`),
      ]);
      const numeric = parameters.filter(({ kind }) => kind === 'float' || kind === 'integer');
      const names = new Set(numeric.map(({ name }) => name));
      const preferred = [...PREFERRED.filter((name) => names.has(name)), ...numeric.map(({ name }) => name)];
      const before = this.now().plotted;
      const plotted = before.length > 0 ? before : [...new Set(preferred)].slice(0, 3);
      const series = await Promise.all(plotted.map(async (name) => [name, await this.readSeries(name)] as const));
      if (reading !== this.reading) return;
      this.change({
        failure: null,
        parameters: new Map(parameters.map((one) => [one.name, one])),
        alarms: [...alarms].reduce<AlarmEvent[]>(withAlarm, []),
        groundAlarms: [...groundAlarms].reverse().reduce<GroundAlarm[]>(withGroundAlarm, []),
        definitions,
        commands,
        holding,
        cop1,
        plotted,
        series: new Map(series),
      });
      await Promise.all([this.readContacts(), this.readPass()]);
    } catch (error) {
      if (reading === this.reading) this.change({ failure: explain(error) });
    }
  }

  private async readContacts(): Promise<void> {
    const now = this.missionTime.nowMs();
    const { spacecraft } = this.now();
    if (now === undefined || spacecraft === null) return;
    const start = new Date(now).toISOString();
    const query = { spacecraft: spacecraft.id, start, limit: SHOWN_CONTACTS };
    this.change({ contacts: await this.api.get<Contact[]>('/api/mission-planning/contacts', query) });
  }

  private async readPass(): Promise<void> {
    const stations = await this.api.get<{ passesInProgress: PassStatus[] }[]>('/api/stations');
    const passes = stations
      .flatMap(({ passesInProgress }) => passesInProgress)
      .filter(({ spacecraft }) => spacecraft === this.now().spacecraft?.id);
    if (passes.length > 0) this.change({ passes });
  }

  private async readSeries(parameter: string): Promise<Series> {
    const now = this.missionTime.nowMs() ?? Date.parse(this.now().system?.missionTime ?? '');
    const { values } = await this.api.get<{ values: { generationTime: string; value: unknown }[] }>(
      `${this.base}/parameters/${parameter}/values`,
      { start: new Date(now - PLOT_SPAN_S * 1000).toISOString(), limit: 2000 },
    );
    const numbers = values.filter(
      (one): one is { generationTime: string; value: number } => typeof one.value === 'number',
    );
    return {
      times: numbers.map(({ generationTime }) => Date.parse(generationTime) / 1000),
      values: numbers.map(({ value }) => value),
    };
  }

  private take(message: LiveMessage): void {
    this.change({ heardAt: Date.now() });
    switch (message.event) {
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
        return this.note({ command: message.data });
      case 'cop1':
        return this.note({ cop1: message.data });
      case 'console':
        return this.note({ holding: message.data });
      case 'pass':
        return this.change({ passes: withPass(this.now().passes, message.data) });
      case 'error':
        return this.change({
          failure: [message.data.title, ...message.data.errors.map((one) => one.message)].join(' — '),
        });
      case 'authenticated':
      case 'subscribed':
      case 'unsubscribed':
      case 'gap':
        return;
    }
  }

  private takeParameters(update: ParameterUpdate): void {
    const { spacecraft, series, plotted, parameters } = this.now();
    // Played-back and overtaken values are never shown as the latest.
    if (update.spacecraft !== spacecraft?.id || update.source !== 'real-time' || update.late) return;
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
