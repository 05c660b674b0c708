import { type Tai, TimeFormatError } from '@app/time';
import { type ElementPlace, shown } from '../elements/element-error.js';
import { type TrajectoryFrame } from '../trajectory/trajectory.js';
import { EphemerisFileError } from './ephemeris-error.js';
import { type OemInterpolation, type OemSegment } from './oem.js';
import { type OemTimeSystem, oemTimeSystems, parseOemTime } from './oem-time.js';

/** A value as a file gave it; `unit` where the file states one. */
export interface Given {
  readonly value: string;
  readonly unit?: string | undefined;
  readonly place: ElementPlace;
}

/** What the metadata group alone says of a segment. */
export type OemMetadata = Omit<
  OemSegment,
  'metadataComments' | 'dataComments' | 'epochs' | 'states' | 'accelerations' | 'covarianceCount'
>;

export const metadataKeywords: ReadonlySet<string> = new Set([
  'OBJECT_NAME',
  'OBJECT_ID',
  'CENTER_NAME',
  'REF_FRAME',
  'REF_FRAME_EPOCH',
  'TIME_SYSTEM',
  'START_TIME',
  'USEABLE_START_TIME',
  'USEABLE_STOP_TIME',
  'STOP_TIME',
  'INTERPOLATION',
  'INTERPOLATION_DEGREE',
]);

const interpolations: readonly OemInterpolation[] = ['HERMITE', 'LAGRANGE', 'LINEAR'];

/** ICRF centred on the Earth is GCRF. The ITRF realisations differ by centimetres and are taken as one. */
function frameOf(name: string): TrajectoryFrame | undefined {
  if (name === 'TEME' || name === 'EME2000' || name === 'GCRF') return name;
  if (name === 'ICRF') return 'GCRF';
  return /^ITRF(-?\d{2}|-?\d{4})?$/.test(name) ? 'ITRF' : undefined;
}

/** Reads the values of one group of keywords; every reader throws EphemerisFileError with the keyword and its place. */
export class FieldReader {
  constructor(
    readonly source: string,
    readonly fields: ReadonlyMap<string, Given>,
    readonly place: ElementPlace,
  ) {}

  fail(key: string, expected: string, found: string): never {
    throw new EphemerisFileError(this.source, key, this.fields.get(key)?.place ?? this.place, expected, found);
  }

  optional(key: string): string | undefined {
    const value = this.fields.get(key)?.value;
    return value === '' ? undefined : value;
  }

  text(key: string, expected = 'a value'): string {
    return this.optional(key) ?? this.fail(key, expected, 'nothing');
  }

  /** One of the words given, in any case. */
  oneOf<Word extends string>(key: string, words: readonly Word[]): Word {
    const expected = words.join(', ');
    const value = this.text(key, expected);
    return words.find((word) => word === value.toUpperCase()) ?? this.fail(key, expected, shown(value));
  }

  time(key: string, system: OemTimeSystem): Tai {
    const value = this.text(key, 'a time');
    try {
      return parseOemTime(value, system);
    } catch (error) {
      if (!(error instanceof TimeFormatError)) throw error;
      return this.fail(key, error.expected, shown(value));
    }
  }
}

function interpolationOf(read: FieldReader): Pick<OemSegment, 'interpolation' | 'interpolationDegree'> {
  if (read.optional('INTERPOLATION') === undefined) return { interpolation: undefined, interpolationDegree: undefined };
  const interpolation = read.oneOf('INTERPOLATION', interpolations);
  const degree = read.text('INTERPOLATION_DEGREE', 'a whole number from 1 on, as INTERPOLATION is there');
  if (!/^\+?\d{1,9}$/.test(degree) || Number(degree) < 1)
    read.fail('INTERPOLATION_DEGREE', 'a whole number from 1 on', shown(degree));
  return { interpolation, interpolationDegree: Number(degree) };
}

/** A segment's metadata. Throws EphemerisFileError: a mandatory keyword missing, a value we cannot use, times in the wrong order. */
export function readMetadata(read: FieldReader): OemMetadata {
  const objectName = read.text('OBJECT_NAME', 'a name');
  const objectId = read.text('OBJECT_ID', 'an identifier');
  read.oneOf('CENTER_NAME', ['EARTH']);
  const refFrame = read.text('REF_FRAME', 'a frame').toUpperCase();
  const frame =
    frameOf(refFrame) ?? read.fail('REF_FRAME', 'EME2000, GCRF, ICRF, TEME or an ITRF', shown(read.text('REF_FRAME')));
  const timeSystem = read.oneOf('TIME_SYSTEM', oemTimeSystems);
  const start = read.time('START_TIME', timeSystem);
  const stop = read.time('STOP_TIME', timeSystem);
  const optionalTime = (key: string): Tai | undefined =>
    read.optional(key) === undefined ? undefined : read.time(key, timeSystem);
  const useableStart = optionalTime('USEABLE_START_TIME');
  const useableStop = optionalTime('USEABLE_STOP_TIME');
  if (stop < start) read.fail('STOP_TIME', 'not before START_TIME', shown(read.text('STOP_TIME')));
  if ((useableStop ?? stop) < (useableStart ?? start)) {
    const key = useableStop === undefined ? 'USEABLE_START_TIME' : 'USEABLE_STOP_TIME';
    read.fail(key, 'a usable span that does not end before it begins', shown(read.text(key)));
  }
  return {
    objectName,
    objectId,
    frame,
    refFrame,
    timeSystem,
    start,
    stop,
    useableStart,
    useableStop,
    ...interpolationOf(read),
  };
}
