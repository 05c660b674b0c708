import { type Tai, TimeFormatError } from '@app/time';
import { type ElementPlace, shown } from '../elements/element-error.js';
import { readShifted } from './decimal.js';
import { EphemerisFileError } from './ephemeris-error.js';
import { type Oem, type OemSegment } from './oem.js';
import { FieldReader, type Given, type OemMetadata, metadataKeywords, readMetadata } from './oem-metadata.js';
import { formatOemTime, parseOemTime } from './oem-time.js';

/** The items of one state, in the order of an ephemeris line (5.2.4.1). */
export const stateKeywords = ['EPOCH', 'X', 'Y', 'Z', 'X_DOT', 'Y_DOT', 'Z_DOT', 'X_DDOT', 'Y_DDOT', 'Z_DDOT'] as const;
const METRES = 3; // km to m: powers of ten
const headerKeywords: ReadonlySet<string> = new Set(['CLASSIFICATION', 'CREATION_DATE', 'ORIGINATOR', 'MESSAGE_ID']);

interface Draft {
  readonly place: ElementPlace;
  readonly fields: Map<string, Given>;
  readonly metadataComments: string[];
  readonly dataComments: string[];
  readonly epochs: Tai[];
  readonly values: number[];
  readonly accelerations: number[];
  metadata: OemMetadata | undefined;
  covarianceCount: number;
}

/**
 * Puts a message together from what a KVN or an XML reader finds, in the order of the text. Every method throws EphemerisFileError
 * where the message is not one we can use.
 */
export class OemBuilder {
  private readonly header = new Map<string, Given>();
  private readonly comments: string[] = [];
  private readonly segments: OemSegment[] = [];
  private draft: Draft | undefined;

  constructor(readonly source: string) {}

  fail(field: string, place: ElementPlace, expected: string, found: string): never {
    throw new EphemerisFileError(this.source, field, place, expected, found);
  }

  comment(text: string): void {
    const { draft } = this;
    if (draft === undefined) this.comments.push(text);
    else (draft.metadata === undefined ? draft.metadataComments : draft.dataComments).push(text);
  }

  headerField(key: string, given: Given): void {
    this.put(this.header, headerKeywords, key, given, 'a keyword of the header');
  }

  startSegment(place: ElementPlace): void {
    this.draft = {
      place,
      fields: new Map(),
      metadataComments: [],
      dataComments: [],
      epochs: [],
      values: [],
      accelerations: [],
      metadata: undefined,
      covarianceCount: 0,
    };
  }

  metadataField(key: string, given: Given): void {
    this.put(this.open(given.place).fields, metadataKeywords, key, given, 'a keyword of the metadata');
  }

  endMetadata(place: ElementPlace): void {
    const draft = this.open(place);
    if (draft.metadata !== undefined) this.fail('metadata', place, 'metadata once in a segment', 'it again');
    draft.metadata = readMetadata(new FieldReader(this.source, draft.fields, draft.place));
  }

  /** One state: epoch, position (km), velocity (km/s), and either three accelerations (km/s^2) or none. */
  record(items: readonly Given[], place: ElementPlace): void {
    const draft = this.open(place);
    if (items.length !== 7 && items.length !== 10)
      this.fail('state', place, 'an epoch with six or nine numbers', `${items.length} items`);
    const accelerated = items.length === 10;
    if (draft.epochs.length > 0 && accelerated !== draft.accelerations.length > 0)
      this.fail('X_DDOT', place, 'accelerations in all states of a segment, or in none', 'both');
    draft.epochs.push(this.epoch(items[0], draft, place));
    for (const [at, given] of items.entries()) {
      if (at === 0) continue;
      const value = readShifted(given.value, METRES);
      if (value === undefined) this.fail(stateKeywords[at] ?? 'state', given.place, 'a number', shown(given.value));
      (at < 7 ? draft.values : draft.accelerations).push(value);
    }
  }

  covariance(place: ElementPlace): void {
    this.open(place).covarianceCount += 1;
  }

  endSegment(place: ElementPlace): void {
    const { metadata, values, accelerations, ...draft } = this.open(place);
    if (metadata === undefined) this.fail('segment', place, 'metadata', 'none');
    if (draft.epochs.length === 0) this.fail('segment', place, 'at least one state', 'none');
    this.segments.push({
      ...metadata,
      metadataComments: draft.metadataComments,
      dataComments: draft.dataComments,
      epochs: draft.epochs,
      states: Float64Array.from(values),
      accelerations: accelerations.length === 0 ? undefined : Float64Array.from(accelerations),
      covarianceCount: draft.covarianceCount,
    });
    this.draft = undefined;
  }

  finish(place: ElementPlace): Oem {
    const read = new FieldReader(this.source, this.header, place);
    const created = read.time('CREATION_DATE', 'UTC');
    const originator = read.text('ORIGINATOR', 'a name');
    if (this.segments.length === 0) this.fail('segment', place, 'at least one segment', 'none');
    return {
      created,
      originator,
      messageId: read.optional('MESSAGE_ID'),
      classification: read.optional('CLASSIFICATION'),
      comments: this.comments,
      segments: this.segments,
    };
  }

  private epoch(given: Given | undefined, { metadata, epochs }: Draft, place: ElementPlace): Tai {
    if (metadata === undefined || given === undefined) return this.fail('state', place, 'metadata first', 'a state');
    const { timeSystem } = metadata;
    const last = epochs.at(-1);
    try {
      const epoch = parseOemTime(given.value, timeSystem);
      if (last !== undefined && epoch <= last)
        this.fail('EPOCH', given.place, `a time after ${formatOemTime(last, timeSystem)}`, shown(given.value));
      return epoch;
    } catch (error) {
      if (!(error instanceof TimeFormatError)) throw error;
      return this.fail('EPOCH', given.place, error.expected, shown(given.value));
    }
  }

  private open(place: ElementPlace): Draft {
    return this.draft ?? this.fail('segment', place, 'a segment begun', 'none');
  }

  private put(into: Map<string, Given>, known: ReadonlySet<string>, key: string, given: Given, expected: string): void {
    if (!known.has(key)) this.fail(key, given.place, expected, 'another');
    if (into.has(key)) this.fail(key, given.place, 'a keyword once', 'it again');
    into.set(key, given);
  }
}
