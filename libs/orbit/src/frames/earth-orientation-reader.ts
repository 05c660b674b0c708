import { type Tai, plusSeconds, secondsBetween } from '@app/time';
import { type EarthOrientation, type EarthOrientationPiece, utcMinusTaiSince } from './earth-orientation.js';

/**
 * Earth orientation by seconds since a start, for readers of many times: after `load` the fields hold the values. Where the series
 * has straight lines it keeps the one it reads from, and no instant is made.
 */
export class EarthOrientationReader {
  ut1MinusTaiSeconds = 0;
  poleXRad = 0;
  poleYRad = 0;
  private readonly utcMinusTai: (seconds: number) => number;
  private piece: EarthOrientationPiece | undefined;
  private pieceFrom = 0;
  private pieceTo = 0;

  constructor(
    readonly start: Tai,
    readonly orientation: EarthOrientation,
  ) {
    this.utcMinusTai = utcMinusTaiSince(start);
  }

  load(seconds: number): void {
    if (this.orientation === 'none') {
      this.ut1MinusTaiSeconds = this.utcMinusTai(seconds);
      return;
    }
    if (this.orientation.pieceAt === undefined) {
      const values = this.orientation.at(plusSeconds(this.start, seconds));
      this.ut1MinusTaiSeconds = values.ut1MinusTaiSeconds;
      this.poleXRad = values.poleXRad;
      this.poleYRad = values.poleYRad;
      return;
    }
    let { piece } = this;
    if (piece === undefined || seconds < this.pieceFrom || seconds >= this.pieceTo) {
      piece = this.orientation.pieceAt(plusSeconds(this.start, seconds));
      this.piece = piece;
      this.pieceFrom = secondsBetween(this.start, piece.from);
      this.pieceTo = secondsBetween(this.start, piece.to);
    }
    const since = seconds - this.pieceFrom;
    this.ut1MinusTaiSeconds = piece.atFrom.ut1MinusTaiSeconds + since * piece.perSecond.ut1MinusTaiSeconds;
    this.poleXRad = piece.atFrom.poleXRad + since * piece.perSecond.poleXRad;
    this.poleYRad = piece.atFrom.poleYRad + since * piece.perSecond.poleYRad;
  }
}
