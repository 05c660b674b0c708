import type { LinkProfile, SpacecraftId } from '@app/contracts';
import type { MissionDefinition } from '../mission/mission-definition.js';
import type { LinkLookup } from '../processing/derive-batch.js';
import { type Link, linkOf } from '../processing/link.js';

/** What the processing of one spacecraft's telemetry goes by. */
export interface MissionContext {
  readonly spacecraft: SpacecraftId;
  /** Name of the mission log. */
  readonly log: string;
  readonly mission: MissionDefinition;
  /** Id of the archive's layout row, by container. */
  readonly layoutIds: ReadonlyMap<string, number>;
  readonly link: LinkLookup;
}

/** Links by profile and version, made once each. What cannot be found or used is answered with the reason. */
export function linkLookup(profiles: readonly LinkProfile[]): LinkLookup {
  const made = new Map<string, Link | string>();
  return (id, version) => {
    const key = `${id} ${version}`;
    let link = made.get(key);
    if (link === undefined) made.set(key, (link = find(profiles, id, version)));
    return link;
  };
}

function find(profiles: readonly LinkProfile[], id: string, version: number): Link | string {
  const profile = profiles.find((one) => one.id === id);
  if (profile === undefined) return `link profile: expected one that is registered, found ${id}`;
  if (profile.version !== version) return `link profile ${id}: expected version ${profile.version}, found ${version}`;
  try {
    return linkOf(profile);
  } catch (error) {
    return `link profile ${id}: ${error instanceof Error ? error.message : String(error)}`;
  }
}
