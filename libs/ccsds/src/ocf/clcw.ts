// Communications link control word: CCSDS 232.0-B, 4.2 (from memory); carried in the OCF of TM and AOS frames.
import { CodecError } from '../codec-error.js';
import { defineHeader } from '../header/define-header.js';

/** Octets of the operational control field of TM and AOS frames. */
export const OCF_LENGTH = 4;

/** An OCF that is not a CLCW, or fields that do not fit one. */
export class ClcwError extends CodecError {
  override readonly name = 'ClcwError';
}

export const clcwLayout = defineHeader([
  ['controlWordType', 1],
  ['version', 2],
  ['statusField', 3],
  ['copInEffect', 2],
  ['vcid', 6],
  ['spare1', 2],
  ['noRfAvailable', 1],
  ['noBitLock', 1],
  ['lockout', 1],
  ['wait', 1],
  ['retransmit', 1],
  ['farmBCounter', 2],
  ['spare2', 1],
  ['reportValue', 8],
] as const);

export interface Clcw {
  /** 0 to 7, mission-specific. */
  readonly statusField: number;
  /** 1 = COP-1. */
  readonly copInEffect: number;
  /** The TC virtual channel it reports on, not the TM one that carries it (trap 16). */
  readonly vcid: number;
  readonly noRfAvailable: boolean;
  readonly noBitLock: boolean;
  readonly lockout: boolean;
  readonly wait: boolean;
  readonly retransmit: boolean;
  /** Two least significant bits of the FARM-B counter. */
  readonly farmBCounter: number;
  /** N(R): next expected frame sequence number V(R). */
  readonly reportValue: number;
}

/** Reads four octets of OCF as a CLCW; spare bits are ignored. Throws ClcwError: not four octets, a type-2 report, version not 0. */
export function parseClcw(ocf: Uint8Array): Clcw {
  if (ocf.length !== OCF_LENGTH) throw new ClcwError('CLCW', 'length', '4 octets', `${ocf.length}`);
  const word = clcwLayout.decode(ocf);
  if (word.controlWordType !== 0) throw new ClcwError('CLCW', 'control word type', '0', '1');
  if (word.version !== 0) throw new ClcwError('CLCW', 'version', '0', `${word.version}`);
  return {
    statusField: word.statusField,
    copInEffect: word.copInEffect,
    vcid: word.vcid,
    noRfAvailable: word.noRfAvailable === 1,
    noBitLock: word.noBitLock === 1,
    lockout: word.lockout === 1,
    wait: word.wait === 1,
    retransmit: word.retransmit === 1,
    farmBCounter: word.farmBCounter,
    reportValue: word.reportValue,
  };
}

/** Four octets of OCF, spare bits 0. Throws HeaderError for a field out of range. */
export function encodeClcw(clcw: Clcw): Uint8Array {
  return clcwLayout.encode({
    controlWordType: 0,
    version: 0,
    statusField: clcw.statusField,
    copInEffect: clcw.copInEffect,
    vcid: clcw.vcid,
    spare1: 0,
    noRfAvailable: clcw.noRfAvailable ? 1 : 0,
    noBitLock: clcw.noBitLock ? 1 : 0,
    lockout: clcw.lockout ? 1 : 0,
    wait: clcw.wait ? 1 : 0,
    retransmit: clcw.retransmit ? 1 : 0,
    farmBCounter: clcw.farmBCounter,
    spare2: 0,
    reportValue: clcw.reportValue,
  });
}
