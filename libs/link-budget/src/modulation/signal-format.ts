import { LinkBudgetError, requirePositive } from '../link-budget.error.js';
import { codeRate, codewordOf, type Coding } from './coding.js';
import { bitsPerSymbol, type Modulation } from './modulation.js';

/** What a link sends: modulation, symbol rate, code and frames. */
export interface SignalFormat {
  readonly modulation: Modulation;
  /** Channel symbols a second. */
  readonly symbolRateHz: number;
  readonly coding: Coding;
  readonly framing: Framing;
}

export interface Framing {
  /** Bits of the attached sync marker before each frame; 32 for CCSDS, 0 without. Not Reed-Solomon coded, but convolutionally. */
  readonly syncMarkerBits: number;
  /** Bits of a transfer frame where the code does not fix them (no Reed-Solomon). */
  readonly frameBits?: number;
  /** Bits of a frame that are not user data: headers, operational control field, error control. */
  readonly overheadBits: number;
}

/** Bits a second at each stage. */
export interface BitRates {
  /** At the modulator. */
  readonly channelBps: number;
  /** Behind the convolutional decoder: frames, check symbols and markers. */
  readonly decodedBps: number;
  /** Of transfer frames: check symbols and markers taken off. */
  readonly frameBps: number;
  /** Of user data in the frames: frame overhead taken off, too. */
  readonly dataBps: number;
  /** Information bits per channel bit by the code alone. */
  readonly codeRate: number;
}

/** Frame bits, and bits sent for them after the outer code with the marker. */
function frameAndSent(coding: Coding, framing: Framing): { readonly frame: number; readonly sent: number } {
  if (coding.kind === 'reed-solomon' || coding.kind === 'concatenated') {
    const { symbols, dataSymbols } = codewordOf(coding);
    const frame = 8 * dataSymbols * coding.interleaving;
    if (framing.frameBits !== undefined && framing.frameBits !== frame)
      throw new LinkBudgetError('framing.frameBits', `${frame}, as the code has it`, String(framing.frameBits));
    return { frame, sent: 8 * symbols * coding.interleaving + framing.syncMarkerBits };
  }
  const frame = framing.frameBits ?? Number.NaN;
  requirePositive('framing.frameBits', frame, 'bits (needed without Reed-Solomon)');
  const coded = coding.kind === 'bch' ? 64 * Math.ceil(frame / 56) : frame;
  return { frame, sent: coded + framing.syncMarkerBits };
}

/**
 * Bit rates of a signal. Idle frames, packet headers, fill data, and a CLTU's start and tail sequences (give them as marker bits)
 * are not taken off. Errors: LinkBudgetError.
 */
export function bitRates(signal: SignalFormat): BitRates {
  const { coding, framing } = signal;
  requirePositive('symbolRateHz', signal.symbolRateHz, 'Hz');
  if (!(framing.syncMarkerBits >= 0 && Number.isFinite(framing.syncMarkerBits)))
    throw new LinkBudgetError('framing.syncMarkerBits', '0 or more', String(framing.syncMarkerBits));
  const { frame, sent } = frameAndSent(coding, framing);
  if (!(framing.overheadBits >= 0 && framing.overheadBits <= frame))
    throw new LinkBudgetError('framing.overheadBits', `0 to ${frame}, the frame`, String(framing.overheadBits));
  const channelBps = signal.symbolRateHz * bitsPerSymbol(signal.modulation);
  const inner = coding.kind === 'convolutional' || coding.kind === 'concatenated' ? 1 / 2 : 1;
  const decodedBps = channelBps * inner;
  const frameBps = (decodedBps * frame) / sent;
  return {
    channelBps,
    decodedBps,
    frameBps,
    dataBps: (frameBps * (frame - framing.overheadBits)) / frame,
    codeRate: codeRate(coding),
  };
}
