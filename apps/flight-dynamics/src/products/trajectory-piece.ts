import type { TrajectoryPieceAnswer } from '@app/contracts';
import { utcOf } from '../profiles/contact-motion.js';
import { rounded } from '../profiles/rounded.js';
import type { MotionPiece } from '../profiles/trajectory.reader.js';

/** What a piece comes from, as answers say it. */
export function pieceAnswer(piece: MotionPiece): TrajectoryPieceAnswer {
  const { from, to, sourceKind, epoch, source, ageDays, ageing, maneuver } = piece;
  return {
    from: utcOf(from),
    to: utcOf(to),
    sourceKind,
    epoch: utcOf(epoch),
    source,
    ageDays: rounded(ageDays, 3),
    ageing,
    maneuver: maneuver ?? null,
  };
}

/** The same in a sentence. */
export function pieceText(piece: MotionPiece): string {
  const { from, to, sourceKind, epoch, source, ageDays, ageing, maneuver } = pieceAnswer(piece);
  const made = sourceKind === 'elements' ? `SGP4 from elements of epoch ${epoch}` : `the ephemeris made ${epoch}`;
  const doubt = `${ageing ? ', ageing' : ''}${maneuver === null ? '' : `, doubtful after a manoeuvre: ${maneuver}`}`;
  return `${from} to ${to}: ${made} of ${source}, up to ${ageDays} days away${doubt}`;
}
