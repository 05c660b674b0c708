import {
  compileDecoder,
  type ContainerDefinition,
  type MissionDatabase,
  type PacketDecoder,
  type ParameterDefinition,
} from '@app/mission-database';
import type { SampleLayout } from '../processing/sample.js';

/** A mission database that is valid XTCE, but that telemetry cannot be decoded with. */
export class MissionDatabaseError extends Error {
  override readonly name = 'MissionDatabaseError';
  constructor(
    readonly what: string,
    readonly where: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`${where}: ${what}: expected ${expected}, found ${found}`);
  }
}

/** A mission database made ready for one spacecraft type's telemetry. */
export interface MissionDefinition {
  readonly database: MissionDatabase;
  readonly decode: PacketDecoder;
  /** By qualified name of the concrete container. */
  readonly layouts: ReadonlyMap<string, SampleLayout>;
  /** Parameters that packets hold, by the name shown: the short one, or the qualified one where two share the short one. */
  readonly parameters: ReadonlyMap<string, ParameterDefinition>;
  readonly nameOf: (parameter: ParameterDefinition) => string;
  /** Every packet with a secondary header ends in a CRC-16 over all of it. */
  readonly packetErrorControl: boolean;
}

/** By this name a mission database says that its packets end in a CRC-16. */
const ERROR_CONTROL = 'PACKET_ERROR_CONTROL';

/** Compiles the decoder and fixes the order of every container's parameters. Throws MissionDatabaseError unless there is one root container. */
export function compileMission(database: MissionDatabase, sourceName: string): MissionDefinition {
  const [root, ...others] = database.rootContainers;
  if (root === undefined || others.length > 0)
    throw new MissionDatabaseError(
      'root containers',
      sourceName,
      'one container without a base that describes every packet',
      database.rootContainers.map(({ name }) => name).join(', ') || 'none',
    );
  const layouts = new Map<string, SampleLayout>();
  for (const container of concreteContainers(root)) {
    const parameters = [...new Set(chainOf(container).flatMap(parametersOf))];
    layouts.set(container.qualifiedName, {
      container: container.qualifiedName,
      parameters,
      positions: new Map(parameters.map((parameter, position) => [parameter, position])),
    });
  }
  const held = [...new Set([...layouts.values()].flatMap(({ parameters }) => parameters))];
  const shared = new Map<string, number>();
  for (const { name } of held) shared.set(name, (shared.get(name) ?? 0) + 1);
  const nameOf = ({ name, qualifiedName }: ParameterDefinition): string =>
    (shared.get(name) ?? 0) > 1 ? qualifiedName : name;
  return {
    database,
    decode: compileDecoder(database, root.qualifiedName),
    layouts,
    parameters: new Map(held.map((parameter) => [nameOf(parameter), parameter])),
    nameOf,
    packetErrorControl: held.some(({ name }) => name === ERROR_CONTROL),
  };
}

function concreteContainers(root: ContainerDefinition): ContainerDefinition[] {
  return [...(root.abstract ? [] : [root]), ...root.children.flatMap(concreteContainers)];
}

function chainOf(container: ContainerDefinition): ContainerDefinition[] {
  return container.base === undefined ? [container] : [...chainOf(container.base), container];
}

function parametersOf(container: ContainerDefinition): ParameterDefinition[] {
  return container.entries.flatMap((entry) =>
    entry.kind === 'parameter' ? [entry.parameter] : parametersOf(entry.container),
  );
}
