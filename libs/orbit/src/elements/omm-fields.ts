import { TimeFormatError, type Tai } from '@app/time';
import { ElementSetError, type ElementPlace, shown } from './element-error.js';
import { type LimitedField, elementLimits } from './element-limits.js';
import { type ElementFormat, type ElementSet } from './element-set.js';
import { parseCcsdsUtc } from './epoch.js';

// Orbit Mean-elements Message, CCSDS 502.0-B (from memory), as far as SGP4 uses it: the keywords are the same in KVN, XML, JSON
// and CSV.
// Left out: covariance, spacecraft parameters, user-defined parameters (read over), and SEMI_MAJOR_AXIS in place of MEAN_MOTION.

/** One keyword's value as a file gave it: text, or a number from JSON; `unit` where the file states one. */
export interface OmmValue {
  readonly value: string | number;
  readonly unit?: string | undefined;
  readonly place: ElementPlace;
}

/** One message: its keywords, its place and its text. */
export interface OmmMessage {
  readonly values: ReadonlyMap<string, OmmValue>;
  readonly place: ElementPlace;
  readonly text: string;
}

interface NumberKeyword {
  readonly key: string;
  readonly units: readonly string[];
  readonly absent?: number;
}

const degrees = ['deg'];
/** Keywords that are numbers; one without `absent` must be there. */
const numbers = {
  meanMotionRevPerDay: { key: 'MEAN_MOTION', units: ['rev/day'] },
  eccentricity: { key: 'ECCENTRICITY', units: [] },
  inclinationDeg: { key: 'INCLINATION', units: degrees },
  raanDeg: { key: 'RA_OF_ASC_NODE', units: degrees },
  argumentOfPericenterDeg: { key: 'ARG_OF_PERICENTER', units: degrees },
  meanAnomalyDeg: { key: 'MEAN_ANOMALY', units: degrees },
  bstar: { key: 'BSTAR', units: ['1/er'] },
  meanMotionDot: { key: 'MEAN_MOTION_DOT', units: ['rev/day**2'], absent: 0 },
  meanMotionDdot: { key: 'MEAN_MOTION_DDOT', units: ['rev/day**3'], absent: 0 },
  revolutionAtEpoch: { key: 'REV_AT_EPOCH', units: [], absent: 0 },
  elementSetNumber: { key: 'ELEMENT_SET_NO', units: [], absent: 0 },
  catalogNumber: { key: 'NORAD_CAT_ID', units: [], absent: 0 },
} satisfies Record<LimitedField, NumberKeyword>;
const numberKeywords: readonly NumberKeyword[] = Object.values(numbers);

/** Keywords without which there is no element set. */
export const requiredOmmKeywords: readonly string[] = [
  'OBJECT_NAME',
  'EPOCH',
  ...numberKeywords.filter(({ absent }) => absent === undefined).map(({ key }) => key),
];

/** Every keyword that an element set is made of. */
export const knownOmmKeywords: ReadonlySet<string> = new Set([
  'OBJECT_NAME',
  'OBJECT_ID',
  'EPOCH',
  'CLASSIFICATION_TYPE',
  'EPHEMERIS_TYPE',
  ...numberKeywords.map(({ key }) => key),
]);

/** Whether a keyword's value is a number: only such a value may be followed by its unit in brackets. */
export const isOmmNumber = (key: string): boolean => numberKeywords.some((keyword) => keyword.key === key);

/** Keywords that must say that the elements are SGP4's, where they are given. */
const fixed: readonly (readonly [key: string, expected: string, holds: RegExp])[] = [
  ['CENTER_NAME', 'EARTH', /^earth$/i],
  ['REF_FRAME', 'TEME', /^teme$/i],
  ['TIME_SYSTEM', 'UTC', /^utc$/i],
  ['MEAN_ELEMENT_THEORY', 'SGP4', /^(sgp|sdp)(4?\/)?(sgp|sdp)?4$/i],
  ['EPHEMERIS_TYPE', '0 to 3 (SGP4)', /^[0-3]?$/],
  ['CLASSIFICATION_TYPE', 'U, C or S', /^[UCS]?$/],
];

/** What OBJECT_ID says where there is no designator: the keyword itself must be there in KVN and XML. */
export const NO_OBJECT_ID = 'UNKNOWN';

class OmmReader {
  readonly objectName: string | undefined;

  constructor(readonly message: OmmMessage) {
    const name = message.values.get('OBJECT_NAME')?.value;
    this.objectName = name === undefined || name === '' ? undefined : String(name);
  }

  fail(key: string, expected: string, found: string): never {
    const place = this.message.values.get(key)?.place ?? this.message.place;
    throw new ElementSetError(key, place, expected, found, this.objectName);
  }

  text(key: string): string {
    return String(this.message.values.get(key)?.value ?? '').trim();
  }

  number(field: LimitedField): number {
    const { key, units, absent }: NumberKeyword = numbers[field];
    const given = this.message.values.get(key);
    const limit = elementLimits[field];
    if (given === undefined || given.value === '') {
      if (absent === undefined) this.fail(key, limit.expected, 'nothing');
      return absent;
    }
    if (given.unit !== undefined && !units.includes(given.unit.toLowerCase()))
      this.fail(key, units.length === 0 ? 'no unit' : `unit ${units.join(' or ')}`, `unit ${shown(given.unit)}`);
    const { value } = given;
    const isNumber = typeof value === 'number' || /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(value);
    if (!isNumber || !limit.holds(Number(value))) this.fail(key, limit.expected, shown(value));
    return Number(value);
  }

  epoch(): Tai {
    const text = this.text('EPOCH');
    try {
      return parseCcsdsUtc(text);
    } catch (error) {
      if (!(error instanceof TimeFormatError)) throw error;
      this.fail('EPOCH', error.expected, text === '' ? 'nothing' : shown(text));
    }
  }
}

/** The element set of one message. Throws ElementSetError that names the keyword, the place, what was expected and found. */
export function elementSetOfOmm(message: OmmMessage, format: ElementFormat, sourceName: string): ElementSet {
  const read: OmmReader = new OmmReader(message);
  if (read.objectName === undefined) read.fail('OBJECT_NAME', 'a name', 'nothing');
  for (const [key, expected, holds] of fixed) {
    if (message.values.has(key) && !holds.test(read.text(key))) read.fail(key, expected, shown(read.text(key)));
  }
  const objectId = read.text('OBJECT_ID');
  const catalogNumber = read.number('catalogNumber');
  return {
    objectName: read.objectName,
    objectId: objectId === '' || objectId === NO_OBJECT_ID ? undefined : objectId,
    catalogNumber: catalogNumber === 0 ? undefined : catalogNumber,
    epoch: read.epoch(),
    meanMotionRevPerDay: read.number('meanMotionRevPerDay'),
    eccentricity: read.number('eccentricity'),
    inclinationDeg: read.number('inclinationDeg'),
    raanDeg: read.number('raanDeg'),
    argumentOfPericenterDeg: read.number('argumentOfPericenterDeg'),
    meanAnomalyDeg: read.number('meanAnomalyDeg'),
    bstar: read.number('bstar'),
    meanMotionDot: read.number('meanMotionDot'),
    meanMotionDdot: read.number('meanMotionDdot'),
    revolutionAtEpoch: read.number('revolutionAtEpoch'),
    elementSetNumber: read.number('elementSetNumber'),
    classification: read.text('CLASSIFICATION_TYPE') || 'U',
    source: { format, name: sourceName, text: message.text },
  };
}
