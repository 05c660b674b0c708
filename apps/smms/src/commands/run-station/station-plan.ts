import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import {
  type Antenna,
  type ElementSetMessage,
  elementSetMessageOf,
  type LinkProfile,
  type SpacecraftId,
  type StationContact,
  stationContactSchema,
  schemaProblems,
  shownValue,
} from '@app/contracts';
import { ElementFileError, parseElements } from '@app/orbit';
import { type ReferenceSeeds, seededElements } from '../../ground/reference-seeds.js';
import type { StationConfig } from './station-config.js';
import { StationConfigError } from './station-config.error.js';

/** A spacecraft to receive, with all that is needed for it. */
export interface ReceivedSpacecraft {
  readonly id: SpacecraftId;
  readonly elementSet: ElementSetMessage;
  readonly linkProfile: LinkProfile;
}

/** A configuration with everything that it names. */
export interface StationPlan {
  readonly antennas: readonly Antenna[];
  /** What a file holds; undefined where passes are predicted. */
  readonly contacts: readonly StationContact[] | undefined;
  readonly spacecraft: readonly ReceivedSpacecraft[];
}

/** Finds what a configuration names, in files beside it and in the reference constellation. Throws StationConfigError. */
export async function stationPlan(config: StationConfig, file: string, seeds: ReferenceSeeds): Promise<StationPlan> {
  const antennas = config.antennas.map((one, n) => antennaOf(one, n, config, file, seeds));
  const spacecraft: ReceivedSpacecraft[] = [];
  for (const [n, one] of (config.spacecraft ?? []).entries())
    spacecraft.push(await spacecraftOf(one, `spacecraft.${n}`, config, file, seeds));
  const contacts = config.contacts === undefined ? undefined : await contactsOf(config.contacts, config, file);
  return { antennas, contacts, spacecraft };
}

function refuse(file: string, path: string, expected: string, found: string): never {
  throw new StationConfigError(file, [{ path, expected, found }]);
}

function antennaOf(
  antenna: StationConfig['antennas'][number],
  n: number,
  { site, hardware }: StationConfig,
  file: string,
  { constellation }: ReferenceSeeds,
): Antenna {
  const path = `antennas.${n}`;
  const known = typeof antenna === 'string' ? constellation.antennas.find(({ id }) => id === antenna) : antenna;
  if (known === undefined) return refuse(file, path, 'an antenna of the reference constellation', shownValue(antenna));
  if (known.site !== site) return refuse(file, path, `an antenna of ${site}`, `${known.id} of ${known.site}`);
  if (hardware[known.id] === undefined)
    return refuse(file, `hardware.${known.id}`, 'the addresses of its devices', 'nothing');
  return known;
}

async function spacecraftOf(
  spacecraft: NonNullable<StationConfig['spacecraft']>[number],
  path: string,
  { mode }: StationConfig,
  file: string,
  seeds: ReferenceSeeds,
): Promise<ReceivedSpacecraft> {
  const { constellation } = seeds;
  const profileOf = (id: string | undefined): LinkProfile | undefined =>
    constellation.linkProfiles.find((one) => one.id === id);
  const checked = (received: ReceivedSpacecraft): ReceivedSpacecraft => {
    if (mode === 'operational' && received.linkProfile.fictional)
      refuse(
        file,
        `${path}.linkProfile`,
        'a real link in mode operational',
        `the fictional ${received.linkProfile.id}`,
      );
    return received;
  };
  if (typeof spacecraft === 'string') {
    const elementSet = seededElements(seeds).find((one) => one.spacecraft === spacecraft);
    const linkProfile = profileOf(constellation.spacecraft.find(({ id }) => id === spacecraft)?.linkProfile);
    if (elementSet === undefined || linkProfile === undefined)
      return refuse(file, path, 'a spacecraft in orbit of the reference constellation', shownValue(spacecraft));
    return checked({ id: spacecraft, elementSet, linkProfile });
  }
  const { id, elements, catalogNumber, linkProfile } = spacecraft;
  const profile = typeof linkProfile === 'string' ? profileOf(linkProfile) : linkProfile;
  if (profile === undefined)
    return refuse(
      file,
      `${path}.linkProfile`,
      'a link profile of the reference constellation',
      shownValue(linkProfile),
    );
  if (typeof elements !== 'string' && elements.spacecraft !== id)
    return refuse(file, `${path}.elements.spacecraft`, id, elements.spacecraft);
  const elementSet =
    typeof elements === 'string'
      ? await elementsOf(elements, { file, path: `${path}.elements` }, id, catalogNumber)
      : elements;
  return checked({ id, elementSet, linkProfile: profile });
}

async function textOf(name: string, file: string, path: string): Promise<string> {
  const full = resolve(dirname(file), name);
  try {
    return await readFile(full, 'utf8');
  } catch (error) {
    return refuse(file, path, 'a file that can be read', error instanceof Error ? error.message : String(error));
  }
}

async function elementsOf(
  name: string,
  where: { readonly file: string; readonly path: string },
  id: SpacecraftId,
  catalogNumber: number | undefined,
): Promise<ElementSetMessage> {
  const text = await textOf(name, where.file, where.path);
  try {
    const sets = parseElements(text, name)
      .elementSets.filter((set) => catalogNumber === undefined || set.catalogNumber === catalogNumber)
      .sort((a, b) => Number(b.epoch - a.epoch));
    const [newest] = sets;
    const numbers = new Set(sets.map((set) => set.catalogNumber));
    if (newest !== undefined && numbers.size === 1) return elementSetMessageOf(id, newest);
    const expected = catalogNumber === undefined ? 'elements of one spacecraft' : `elements of ${catalogNumber}`;
    return refuse(where.file, where.path, expected, `those of ${numbers.size} in ${name}`);
  } catch (error) {
    if (!(error instanceof ElementFileError)) throw error;
    return refuse(where.file, where.path, 'a file of elements', error.message);
  }
}

async function contactsOf(name: string, { mode, site }: StationConfig, file: string): Promise<StationContact[]> {
  const text = await textOf(name, file, 'contacts');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refuse(name, '', 'JSON', error instanceof Error ? error.message : String(error));
  }
  const { data, error } = z.array(stationContactSchema).safeParse(value);
  if (data === undefined) throw new StationConfigError(name, schemaProblems(error, value));
  for (const [n, { contact }] of data.entries()) {
    if (contact.mode !== mode) refuse(name, `${n}.contact.mode`, mode, contact.mode);
    if (contact.site !== site) refuse(name, `${n}.contact.site`, site, contact.site);
  }
  return data;
}
