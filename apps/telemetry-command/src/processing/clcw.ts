import { type Clcw, ClcwError, clcwConcerns, parseClcw } from '@app/ccsds';
import type { ContactId, FrameReference } from '@app/contracts';

/** A CLCW of our telecommand channel, with the frame that brought it. */
export interface ReportedClcw {
  readonly contact: ContactId;
  readonly clcw: Clcw;
  readonly frame: FrameReference;
}

/**
 * The CLCW in a frame's operational control field that reports on this telecommand channel. Undefined for project-specific words
 * (control word type 1), for other channels and where COP-1 is not in effect.
 */
export function clcwOf(ocf: Uint8Array | undefined, telecommandVcid: number | undefined): Clcw | undefined {
  if (ocf === undefined || telecommandVcid === undefined) return undefined;
  try {
    const clcw = parseClcw(ocf);
    return clcwConcerns(clcw, telecommandVcid) ? clcw : undefined;
  } catch (error) {
    if (error instanceof ClcwError) return undefined;
    throw error;
  }
}
