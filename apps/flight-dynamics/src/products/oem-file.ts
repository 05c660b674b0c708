import type { OemQuery, Spacecraft } from '@app/contracts';
import { EphemerisError, type Oem, type OemSegment, sampleEphemeris, toOemKvn, toOemXml } from '@app/orbit';
import { Refusal } from '@app/platform';
import { plusSeconds, secondsBetween, type Tai } from '@app/time';
import { type Slice, slicesOf } from '../profiles/slices.js';
import type { MotionPiece } from '../profiles/trajectory.reader.js';
import { pieceText } from './trajectory-piece.js';

/** SGP4's velocities are not quite the slope of its positions: readers shall interpolate positions alone. */
const INTERPOLATION = { interpolation: 'LAGRANGE', interpolationDegree: 7 } as const;

/** Where a message without states is cut, for the states to be put in: after what opens the data, before what closes it. */
const seams = {
  kvn: { write: toOemKvn, cut: /META_STOP\n\n/ },
  xml: { write: toOemXml, cut: /<data>\n/ },
} as const;

function sampled(piece: MotionPiece, craft: Spacecraft, { from, to }: Slice, stepSeconds: number): OemSegment {
  try {
    return sampleEphemeris(piece.trajectory, {
      objectName: craft.name,
      objectId: craft.cosparId ?? craft.id,
      from: plusSeconds(piece.from, from),
      to: plusSeconds(piece.from, to),
      stepSeconds,
      ...INTERPOLATION,
    });
  } catch (error) {
    if (!(error instanceof EphemerisError)) throw error;
    throw new Refusal(409, 'no motion', [{ path: craft.id, message: error.message }]);
  }
}

/** A segment's own part of the message that `write` makes of it: from its beginning, cut where its states begin. */
function partsOf(format: OemQuery['format'], head: Omit<Oem, 'segments'>, segment: OemSegment) {
  const { write, cut } = seams[format];
  const whole = write({ ...head, segments: [segment] });
  const seam = cut.exec(whole);
  const at = seam === null ? whole.length : seam.index + seam[0].length;
  const opened = whole.slice(0, at);
  const tail = format === 'kvn' ? '' : '</data>\n</segment>\n';
  const closed = format === 'kvn' ? '' : '</body>\n</oem>\n';
  const states = whole.slice(at, whole.length - tail.length - closed.length);
  const begin = format === 'kvn' ? opened.indexOf('\nMETA_START') : opened.indexOf('<segment>');
  return { header: opened.slice(0, begin), opening: opened.slice(begin), states, tail, closed };
}

const without = (segment: OemSegment): OemSegment => ({
  ...segment,
  epochs: segment.epochs.slice(1),
  states: segment.states.subarray(6),
});

/**
 * The trajectory in force as an OEM, a segment for each piece, written slice by slice. Throws Refusal (409) where a piece has no
 * state: before the first text where it is in the first slice, else the file breaks off.
 */
export function* oemFile(
  pieces: readonly MotionPiece[],
  craft: Spacecraft,
  query: { readonly format: OemQuery['format']; readonly stepS: number; readonly created: Tai },
): Generator<string, void> {
  const { format, stepS, created } = query;
  const head: Omit<Oem, 'segments'> = {
    created,
    originator: 'SMMS',
    messageId: undefined,
    classification: undefined,
    comments: pieces.map(pieceText),
  };
  let closed = '';
  for (const [number, piece] of pieces.entries()) {
    let tail = '';
    for (const [index, slice] of slicesOf(0, secondsBetween(piece.from, piece.to), stepS).entries()) {
      const segment = { ...sampled(piece, craft, slice, stepS), start: piece.from, stop: piece.to };
      const parts = partsOf(format, head, index === 0 ? segment : without(segment));
      if (number === 0 && index === 0) yield parts.header;
      yield `${index === 0 ? parts.opening : ''}${parts.states}`;
      ({ tail, closed } = parts);
    }
    yield tail;
  }
  yield closed;
}
