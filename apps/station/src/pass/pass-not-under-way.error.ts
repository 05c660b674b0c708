import type { PassPhase } from '@app/contracts';

/** Offsets are for a pass that is under way. */
export class PassNotUnderWayError extends Error {
  override readonly name = 'PassNotUnderWayError';
  constructor(
    readonly contact: string,
    readonly phase: PassPhase,
  ) {
    super(`${contact}: expected a pass from set-up to the end of its reception, found one that is ${phase}`);
  }
}
