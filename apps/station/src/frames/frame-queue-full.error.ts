/** So many frames wait for a log that does not take them that no more can. */
export class FrameQueueFullError extends Error {
  override readonly name = 'FrameQueueFullError';
  constructor(
    readonly log: string,
    /** Frames that are lost. */
    readonly frames: number,
    readonly waiting: number,
    readonly most: number,
  ) {
    super(`${log}: expected at most ${most} frames waiting, found ${waiting} and ${frames} more, which are lost`);
  }
}
