import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { type ContactWindow, elementSetFrom, type Spacecraft } from '@app/contracts';
import {
  createPropagator,
  elementAge,
  type ElementAgePolicy,
  type ElementSet,
  ephemerisTrajectory,
  maneuverFlag,
  type OemSegment,
  parseEphemeris,
  type PlannedManeuver,
  sgp4Trajectory,
  type Trajectory,
  type UsableSpan,
} from '@app/orbit';
import { Refusal } from '@app/platform';
import { secondsBetween, type Tai } from '@app/time';
import type { SearchPiece } from '../contact-windows/contact-search.js';
import { PREDICTION_SETTINGS, type PredictionSettings } from '../contact-windows/prediction-settings.js';
import { SpacecraftMotions } from '../contact-windows/spacecraft-motion.js';
import { ElementSetEntity, EphemerisEntity } from '../flight-dynamics.entities.js';

/** A stretch of a spacecraft's motion, and what gives it. */
export interface MotionPiece extends UsableSpan {
  readonly sourceKind: 'elements' | 'ephemeris';
  readonly trajectory: Trajectory;
  /** Of the elements, or when the ephemeris was made. */
  readonly epoch: Tai;
  readonly source: string;
  /** At the end that is farther from the epoch. */
  readonly ageDays: number;
  /** Elements that are worth a warning. */
  readonly ageing: boolean;
  /** Note of a manoeuvre that makes it doubtful. */
  readonly maneuver: string | undefined;
}

interface EphemerisKey {
  readonly spacecraft: string;
  readonly created: string;
  readonly source: string;
}

/** Ephemerides of several contacts that are looked at in turn need not be parsed each time. */
const EPHEMERIDES_KEPT = 4;

/** Trajectories as they are stored: the very one that a window was predicted from, or those in force over a span. */
@Injectable()
export class TrajectoryReader {
  private readonly parsed = new Map<string, readonly OemSegment[]>();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly motions: SpacecraftMotions,
    @Inject(PREDICTION_SETTINGS) private readonly settings: PredictionSettings,
  ) {}

  /** Throws Refusal (409) where what the window states is there no more: another one would give other milliseconds. */
  async statedBy({ id, spacecraft, model }: ContactWindow): Promise<Trajectory> {
    const { sourceKind, elementSetEpoch: epoch, elementSetSource: source } = model;
    if (sourceKind === 'elements') {
      const row = await this.dataSource.manager.findOneBy(ElementSetEntity, { spacecraft, epoch, source });
      if (row !== null) return trajectoryOf(elementSetFrom(row.document));
    } else {
      const segments = await this.segmentsOf({ spacecraft, created: epoch, source });
      if (segments !== undefined) return ephemerisTrajectory(segments);
    }
    const what = sourceKind === 'elements' ? 'the element set of epoch' : 'the ephemeris made';
    throw new Refusal(409, 'trajectory is gone', [
      {
        path: id,
        message: `it was predicted from ${what} ${epoch} of "${source}", which is not stored any more; another one is not taken for it`,
      },
    ]);
  }

  /** What predicts each part of a span. Throws Refusal (409) where nothing does, or only what is too old. */
  async inForce(craft: Spacecraft, span: UsableSpan): Promise<MotionPiece[]> {
    const policy = this.settings.elementAge;
    const [motion] = await this.motions.in([craft], span, policy);
    if (motion === undefined || motion.problems.length > 0 || motion.pieces.length === 0)
      throw new Refusal(
        409,
        'no trajectory in force',
        (motion?.problems ?? ['nothing gives its motion']).map((message) => ({ path: craft.id, message })),
      );
    return motion.pieces.map((piece) => motionPiece(piece, policy, motion.maneuvers));
  }

  private async segmentsOf(key: EphemerisKey): Promise<readonly OemSegment[] | undefined> {
    const name = JSON.stringify(key);
    const known = this.parsed.get(name);
    if (known !== undefined) return known;
    const row = await this.dataSource.manager.findOneBy(EphemerisEntity, { ...key });
    if (row === null) return undefined;
    const { objectId, objectName } = row.document;
    // The text may hold other objects, too.
    const own = parseEphemeris(row.text, row.source).segments.filter(
      (segment) => segment.objectId === objectId && segment.objectName === objectName,
    );
    const oldest = this.parsed.keys().next();
    if (this.parsed.size >= EPHEMERIDES_KEPT && oldest.done !== true) this.parsed.delete(oldest.value);
    this.parsed.set(name, own);
    return own;
  }
}

function trajectoryOf(elementSet: ElementSet): Trajectory {
  return sgp4Trajectory(createPropagator(elementSet));
}

function motionPiece(piece: SearchPiece, policy: ElementAgePolicy, maneuvers: readonly PlannedManeuver[]): MotionPiece {
  const { from, to, kind: sourceKind } = piece;
  const [epoch, source, trajectory] =
    piece.kind === 'elements'
      ? [piece.elementSet.epoch, piece.elementSet.source.name, trajectoryOf(piece.elementSet)]
      : [piece.created, piece.sourceName, ephemerisTrajectory(piece.segments)];
  const away = (at: Tai): number => Math.abs(secondsBetween(epoch, at));
  const age = elementAge(epoch, away(from) > away(to) ? from : to, policy);
  return {
    ...{ from, to, sourceKind, trajectory, epoch, source },
    ageDays: age.days,
    ageing: sourceKind === 'elements' && age.verdict !== 'fresh',
    maneuver: maneuverFlag(epoch, to, maneuvers)?.note,
  };
}
