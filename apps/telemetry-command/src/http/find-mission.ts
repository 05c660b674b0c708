import { Injectable } from '@nestjs/common';
import type { Spacecraft } from '@app/contracts';
import type { ParameterDefinition } from '@app/mission-database';
import { Refusal, RegistryReader } from '@app/platform';
import { MissionDatabases } from '../mission/mission-databases.js';
import type { MissionDefinition } from '../mission/mission-definition.js';

export interface FoundMission {
  readonly craft: Spacecraft;
  readonly mission: MissionDefinition;
}

/** Finds what a request names. */
@Injectable()
export class FindMission {
  constructor(
    private readonly registry: RegistryReader,
    private readonly databases: MissionDatabases,
  ) {}

  /** Throws a Refusal (404) for a spacecraft that is not registered. */
  spacecraft(id: string): Promise<Spacecraft> {
    return this.registry.requireSpacecraft(id);
  }

  async mission(id: string): Promise<FoundMission> {
    const craft = await this.spacecraft(id);
    return { craft, mission: (await this.databases.load(craft.missionDatabase)).mission };
  }

  /** Throws a Refusal (404) for a parameter that the spacecraft's telemetry does not have. */
  parameter({ craft, mission }: FoundMission, name: string): ParameterDefinition {
    const parameter = mission.parameters.get(name) ?? byQualifiedName(mission, name);
    if (parameter === undefined)
      throw new Refusal(404, 'no such parameter', [
        {
          path: 'parameter',
          message: `found "${name}", expected a telemetry parameter of mission database ${craft.missionDatabase}`,
        },
      ]);
    return parameter;
  }
}

function byQualifiedName({ parameters }: MissionDefinition, name: string): ParameterDefinition | undefined {
  return name.startsWith('/')
    ? [...parameters.values()].find(({ qualifiedName }) => qualifiedName === name)
    : undefined;
}
