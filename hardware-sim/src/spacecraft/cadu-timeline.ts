import { type LinkProfile } from '@app/contracts';
import { NS_PER_SECOND, type Tai } from '@app/time';

/** Errors of the symbol clock are whole parts of this. */
const WHOLE = 10n ** 12n;

/** Octets of a CADU on a link: marker, frame and check symbols. */
export function caduLengthOf(profile: LinkProfile): number {
  const { frameLength, reedSolomon } = profile.downlink.frame;
  return 4 + frameLength + (reedSolomon === null ? 0 : reedSolomon.interleave * 2 * reedSolomon.e);
}

/**
 * Which CADU is emitted when. The symbol clock runs for ever: CADU n begins n CADU durations after the epoch of TAI (1958), whether
 * or not the transmitter is on, so every antenna and every run of the simulator numbers a CADU alike.
 */
export class CaduTimeline {
  readonly caduBits: number;
  private readonly caduTime: bigint;
  private readonly rate: bigint;

  /** `oscillatorPpm`: the symbol clock runs so much faster. */
  constructor(caduOctets: number, bitRateBps: number, oscillatorPpm = 0) {
    this.caduBits = 8 * caduOctets;
    const milliBitsPerS = BigInt(Math.round(bitRateBps * 1000));
    // Ratios of whole numbers, so that no error adds up since 1958.
    this.caduTime = BigInt(this.caduBits) * NS_PER_SECOND * 1000n * WHOLE;
    this.rate = milliBitsPerS * (WHOLE + BigInt(Math.round(oscillatorPpm * 1e6)));
  }

  /** When the first bit of CADU `n` leaves the antenna of the spacecraft. */
  emissionOf(n: number): Tai {
    return (BigInt(n) * this.caduTime) / this.rate;
  }

  /** The first CADU that begins at or after an instant. */
  firstFrom(at: Tai): number {
    let n = Number((at * this.rate) / this.caduTime);
    while (this.emissionOf(n) < at) n++;
    return n;
  }
}
