import {
  type ElementFormat,
  type ElementSet,
  type ElementSetError,
  type EphemerisFormat,
  type Oem,
  assertAboveGround,
  detectElementFormat,
  detectEphemerisFormat,
  parseElements,
  parseEphemeris,
} from '@app/orbit';
import { type OfflineIo, readText } from '../offline/offline-io.js';
import { asInputError } from './input-error.js';

/** A set that its file holds but that is refused: the file, and what is wrong with it. */
export interface RefusedElements {
  readonly file: string;
  readonly error: ElementSetError;
}

/** What a file says of the motion of spacecraft: element sets, or an operator's ephemeris. */
export interface MotionFile {
  readonly file: string;
  readonly format: ElementFormat | EphemerisFormat;
  readonly elementSets: readonly ElementSet[];
  readonly refused: readonly RefusedElements[];
  readonly oem: Oem | undefined;
}

/** Some hundred thousand element sets, or a year of states at 10 s steps. */
const MAX_OCTETS = 256 << 20;

/** A text in any of the forms; the form is recognised. Throws OfflineInputError where the whole text cannot be read. */
export function readMotion(text: string, file: string): MotionFile {
  try {
    const ephemeris = detectEphemerisFormat(text);
    if (ephemeris !== undefined) {
      const oem = parseEphemeris(text, file);
      assertAboveGround(oem.segments);
      return { file, format: ephemeris, elementSets: [], refused: [], oem };
    }
    const { elementSets, errors } = parseElements(text, file);
    const format = detectElementFormat(text) ?? 'tle';
    return { file, format, elementSets, refused: errors.map((error) => ({ file, error })), oem: undefined };
  } catch (error) {
    throw asInputError(error);
  }
}

/** The file of an option. Throws OfflineInputError: unreadable, or not a form that is known. */
export async function readMotionFile(io: OfflineIo, option: string, file: string): Promise<MotionFile> {
  return readMotion(await readText(io, option, file, MAX_OCTETS), file);
}
