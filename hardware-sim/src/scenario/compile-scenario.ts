import {
  type Antenna,
  type ElementSetMessage,
  type LinkProfile,
  type RegisteredClimate,
  type SchemaProblem,
  shownValue,
  type SpacecraftId,
} from '@app/contracts';
import { formatUtc, parseUtc, plusSeconds, type Tai } from '@app/time';
import { LineOfSight } from '../channel/line-of-sight.js';
import { faultOf, type FaultRequest, placesOf, type ScenarioInstant } from '../faults/fault.js';
import { type HardwareSimConfig } from '../hardware-sim-config.js';
import { OrbitTrack } from '../spacecraft/orbit-track.js';
import { HorizonCrossings } from './horizon-crossings.js';
import { ScenarioError } from './scenario-error.js';
import { type Scenario } from './scenario.js';

/** What a scenario can name instead of writing it out. */
export interface ScenarioCatalogue {
  readonly spacecraft: ReadonlyMap<
    string,
    { readonly elementSet: ElementSetMessage; readonly linkProfile: LinkProfile }
  >;
  readonly antennas: ReadonlyMap<
    string,
    { readonly antenna: Antenna; readonly climate: RegisteredClimate | undefined }
  >;
  /** XTCE text of the mission database that its spacecraft share. */
  readonly missionDatabase: string;
}

export interface ScenarioFiles {
  readonly eventLogFile: string | null;
  readonly logFile?: string | null;
  readonly telecommandLogFile?: string | null;
}

/** An AOS that is meant must come within this, seconds. */
const LONGEST_WAIT_S = 30 * 86_400;
const SEARCH_S = 3600;

/** The simulation that a scenario describes, every instant in it an absolute one. Throws ScenarioError; `source` names the file in it. */
export function compileScenario(
  scenario: Scenario,
  catalogue: ScenarioCatalogue,
  source: string,
  files: ScenarioFiles,
): HardwareSimConfig {
  const { clock, link, seed } = scenario;
  const refuse = (path: string, expected: string, found: unknown): never => {
    throw new ScenarioError(source, [{ path, expected, found: shownValue(found) } satisfies SchemaProblem]);
  };
  const known = <T>(entries: ReadonlyMap<string, T>, id: string, path: string): T =>
    entries.get(id) ?? refuse(path, `one of ${[...entries.keys()].join(', ')}`, id);
  const spacecraft = scenario.spacecraft.map((one, i) => {
    const reference = (id: SpacecraftId) => known(catalogue.spacecraft, id, `spacecraft.${i}`);
    if (typeof one === 'string') return { id: one, ...reference(one) };
    const { id, oscillatorPpm } = one;
    const elementSet = one.elementSet ?? reference(id).elementSet;
    const linkProfile = one.linkProfile ?? reference(id).linkProfile;
    return { id, elementSet, linkProfile, ...(oscillatorPpm === undefined ? {} : { oscillatorPpm }) };
  });
  const antennas = scenario.antennas.map(({ antenna, climate, ...devices }, i) => {
    const found =
      typeof antenna === 'string' ? known(catalogue.antennas, antenna, `antennas.${i}.antenna`) : { antenna };
    const its = climate ?? ('climate' in found ? found.climate : undefined);
    return { antenna: found.antenna, ...(its === undefined ? {} : { climate: its }), ...devices };
  });
  const once = (values: readonly string[], path: (i: number) => string, what: string): void => {
    const i = values.findIndex((value, j) => values.indexOf(value) !== j);
    if (i >= 0) refuse(path(i), what, values[i]);
  };
  once(
    spacecraft.map(({ id }) => id),
    (i) => `spacecraft.${i}`,
    'a spacecraft once',
  );
  once(
    antennas.map(({ antenna }) => antenna.id),
    (i) => `antennas.${i}.antenna`,
    'an antenna once',
  );
  const ports = portsOf(scenario);
  ports.forEach(({ path, port, transport }, i) => {
    const other = ports.findIndex((one) => one.port === port && one.transport === transport);
    if (other < i) refuse(path, `a port other than that of ${ports[other]?.path ?? ''}`, port);
  });
  const crafts = new Map(spacecraft.map((one) => [one.id as string, one]));
  const sites = new Map(antennas.map(({ antenna }) => [antenna.id as string, antenna]));
  const start = parseUtc(clock.start);

  const instantOf = (at: ScenarioInstant, path: string): Tai => {
    if (typeof at === 'string') return parseUtc(at);
    if (typeof at === 'number') return plusSeconds(start, at);
    const { elementSet } = known(crafts, at.aosOf, `${path}.aosOf`);
    const antenna = known(sites, at.antenna, `${path}.antenna`);
    const crossings = new HorizonCrossings(new LineOfSight(antenna, new OrbitTrack(elementSet)), start);
    let left = at.pass;
    for (let searchedS = SEARCH_S; searchedS <= LONGEST_WAIT_S; searchedS += SEARCH_S)
      for (const { kind, at: aos } of crossings.upTo(plusSeconds(start, searchedS)))
        if (kind === 'aos' && --left === 0) return plusSeconds(aos, at.plusS);
    return refuse(`${path}.pass`, `a pass within ${LONGEST_WAIT_S / 86_400} days of the start`, at.pass);
  };
  const faults = scenario.faults.map((timed, i): FaultRequest => {
    const path = `faults.${i}`;
    const fault = faultOf(timed);
    const places = placesOf(fault);
    if (places.antenna !== undefined) known(sites, places.antenna, `${path}.antenna`);
    if (places.spacecraft !== undefined) known(crafts, places.spacecraft, `${path}.spacecraft`);
    const at = instantOf(timed.at, `${path}.at`);
    if (at < start) refuse(`${path}.at`, `${clock.start} or later`, formatUtc(at));
    const lasts = 'for' in timed && timed.for !== undefined ? { for: timed.for } : {};
    return { ...fault, at: formatUtc(at, 9), ...lasts };
  });
  return {
    missionClock: `${clock.start}x${clock.rate}`,
    mode: 'simulation',
    seed,
    linkModel: link.model,
    linkMarginDb: link.marginDb,
    availabilityPercent: link.availabilityPercent,
    bitSlipProbability: link.bitSlipProbability,
    uplinkLossProbability: link.uplinkLossProbability,
    uplinkBitErrorProbability: link.uplinkBitErrorProbability,
    logFile: files.logFile ?? null,
    telecommandLogFile: files.telecommandLogFile ?? null,
    eventLogFile: files.eventLogFile,
    endsAt: clock.durationS === undefined ? null : formatUtc(plusSeconds(start, clock.durationS), 9),
    missionDatabase: catalogue.missionDatabase,
    spacecraft,
    antennas,
    faults,
  };
}

interface ListeningPort {
  readonly path: string;
  readonly port: number;
  readonly transport: 'tcp' | 'udp';
}

/** Ports on which devices are to listen, without those that are left to be found. */
function portsOf({ antennas }: Scenario): readonly ListeningPort[] {
  return antennas
    .flatMap(({ rotatorPort, basebandPort, transceiverPort = 0, sdr, transmitter }, i): ListeningPort[] => [
      { path: `antennas.${i}.rotatorPort`, port: rotatorPort, transport: 'tcp' },
      { path: `antennas.${i}.basebandPort`, port: basebandPort, transport: 'tcp' },
      { path: `antennas.${i}.transceiverPort`, port: transceiverPort, transport: 'tcp' },
      { path: `antennas.${i}.sdr.port`, port: sdr?.protocol === 'rtl_tcp' ? sdr.port : 0, transport: 'tcp' },
      { path: `antennas.${i}.transmitter.port`, port: transmitter?.port ?? 0, transport: 'udp' },
    ])
    .filter(({ port }) => port !== 0);
}
