import { Injectable } from '@nestjs/common';
import { type EphemerisSummary, ephemerisSummarySchema, type Principal, type Spacecraft } from '@app/contracts';
import {
  assertAboveGround,
  EphemerisError,
  EphemerisFileError,
  ephemerisTrajectory,
  type Oem,
  type OemSegment,
  parseEphemeris,
  usableSpans,
} from '@app/orbit';
import { Authority, Refusal, RegistryReader } from '@app/platform';
import { formatUtc } from '@app/time';
import { EphemerisRepository, type NewEphemeris } from './ephemeris.repository.js';

export interface EphemerisImport {
  readonly imported: readonly EphemerisSummary[];
  readonly new: number;
}

/** Reads an ephemeris message and stores it, all or nothing, for each spacecraft in it. */
@Injectable()
export class ImportEphemeris {
  constructor(
    private readonly registry: RegistryReader,
    private readonly ephemerides: EphemerisRepository,
    private readonly authority: Authority,
  ) {}

  /**
   * For a person, who must be one of the operator of each spacecraft in the message. Throws Refusal: 400 unreadable, 422 of no use or of
   * no spacecraft of ours, 403 another member's, 409 another text under the same names.
   */
  async load(text: string, source: string, who: Principal, door: string): Promise<EphemerisImport> {
    const parts = await this.read(text, source);
    for (const { summary } of parts) {
      const { spacecraft } = summary;
      await this.authority.require(who, { operation: 'load-elements', door, spacecraft, subject: source });
    }
    return { imported: parts.map(({ summary }) => summary), new: await this.ephemerides.add(parts) };
  }

  private async read(text: string, source: string): Promise<NewEphemeris[]> {
    const oem = readOem(text, source);
    const spacecraft = await this.registry.spacecraft();
    const bySpacecraft = new Map<Spacecraft, OemSegment[]>();
    for (const segment of oem.segments) {
      const craft = spacecraftOf(segment, spacecraft);
      if (craft === undefined) {
        const message = `no spacecraft has COSPAR identifier ${segment.objectId} or this name`;
        throw new Refusal(422, 'unknown spacecraft', [{ path: segment.objectName, message }]);
      }
      const others = bySpacecraft.get(craft) ?? [];
      if (others.some(({ objectName, objectId }) => objectName !== segment.objectName || objectId !== segment.objectId))
        throw new Refusal(422, 'invalid ephemeris', [
          { path: craft.id, message: `expected one OBJECT_NAME and OBJECT_ID, found "${segment.objectName}" also` },
        ]);
      bySpacecraft.set(craft, [...others, segment]);
    }
    return [...bySpacecraft].map(([craft, segments]) => ({ summary: summaryOf(craft, oem, segments, source), text }));
  }
}

function readOem(text: string, source: string): Oem {
  try {
    return parseEphemeris(text, source);
  } catch (error) {
    if (!(error instanceof EphemerisFileError)) throw error;
    throw new Refusal(400, 'unreadable ephemeris', [{ path: source, message: error.message }]);
  }
}

function summaryOf(craft: Spacecraft, oem: Oem, segments: readonly OemSegment[], source: string): EphemerisSummary {
  try {
    assertAboveGround(segments);
    ephemerisTrajectory(segments);
  } catch (error) {
    if (!(error instanceof EphemerisError)) throw error;
    throw new Refusal(422, 'invalid ephemeris', [{ path: craft.id, message: error.message }]);
  }
  return ephemerisSummarySchema.parse({
    spacecraft: craft.id,
    source,
    created: formatUtc(oem.created),
    originator: oem.originator,
    objectName: segments[0]?.objectName,
    objectId: segments[0]?.objectId,
    refFrame: segments[0]?.refFrame,
    spans: usableSpans(segments).map(({ from, to }) => ({ from: formatUtc(from), to: formatUtc(to) })),
    states: segments.reduce((sum, { epochs }) => sum + epochs.length, 0),
  });
}

/** By international designator, else by identifier or name. */
function spacecraftOf({ objectId, objectName }: OemSegment, spacecraft: readonly Spacecraft[]): Spacecraft | undefined {
  return (
    spacecraft.find(({ cosparId }) => cosparId !== null && cosparId === objectId) ??
    spacecraft.find(({ id, name }) => id === objectName || name === objectName)
  );
}
