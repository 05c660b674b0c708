/** What a block that stands must show, and how much may be missing before the constellation turns. */
const LEAST = 0.3;
const MISSING = 4;

/**
 * Tells a constellation that stands from one that turns round, by what its blocks show: 1 in the mean where it stands, 0 where it turns. Adds
 * up what is missing, never below nothing (Page's test). A constellation that turns takes 14 blocks. Measured at Es/N0 1 dB and a roll-off of
 * 0.2: noise passes 0.5 in 57 of 23 000 blocks, 1 in one of them, and every further 0.5 at least ten times less often.
 */
export class TurnDetector {
  private missing = 0;
  private count = 0;

  get turning(): boolean {
    return this.missing > MISSING;
  }

  /** For so many blocks something is missing. */
  get blocks(): number {
    return this.count;
  }

  add(standing: number): void {
    this.missing = Math.max(0, this.missing + Math.min(1, LEAST - standing));
    this.count = this.missing > 0 ? this.count + 1 : 0;
  }
}
