/** What one antenna received since the start of the simulation. */
export interface ReceptionCounts {
  /** Receptions that were configured. */
  receptions: number;
  /** CADUs that reached the antenna while its unit listened: `locked` and `notLocked` make them up. */
  cadus: number;
  /** Delivered with every bit. */
  locked: number;
  /** Delivered in part or not at all: no lock yet, signal too weak, or reception stopped in the middle. */
  notLocked: number;
  /** Bits delivered, and how many of them are wrong. */
  bits: number;
  bitErrors: number;
  bitSlips: number;
}

export function noReceptions(): ReceptionCounts {
  return { receptions: 0, cadus: 0, locked: 0, notLocked: 0, bits: 0, bitErrors: 0, bitSlips: 0 };
}
