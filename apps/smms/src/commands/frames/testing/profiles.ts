/** Profiles of the oracle's dumps, in the issue's own fields and no more. */
const common = { asm: '1acffc1d', randomizer: 'none', convolutional: null, differential: false } as const;
const reedSolomon = { e: 16, interleave: 5, basis: 'dual', virtualFill: 0 } as const;

/** tm_*.hex: bare frames. */
export const tmProfile = {
  ...common,
  frameType: 'TM',
  frameLength: 1115,
  fecf: false,
  ocf: true,
  reedSolomon: null,
} as const;
/** tm_1.hex: CADUs whose parity does not fit. */
export const blankedTmProfile = { ...tmProfile, reedSolomon: { ...reedSolomon, decode: false } } as const;
/** aos_*.hex: CADUs with parity that fits. */
export const aosProfile = {
  ...common,
  frameType: 'AOS',
  frameLength: 892,
  fecf: false,
  ocf: true,
  reedSolomon: { ...reedSolomon, interleave: 4 },
} as const;
export const tcProfile = {
  ...common,
  frameType: 'TC',
  frameLength: 1024,
  fecf: false,
  ocf: false,
  reedSolomon: null,
} as const;
/** A link with everything on, as spacecraft have it. */
export const codedTmProfile = {
  ...common,
  frameType: 'TM',
  frameLength: 446,
  fecf: true,
  ocf: true,
  randomizer: 'ccsds-255',
  reedSolomon: { ...reedSolomon, interleave: 2 },
  spacecraftId: 123,
} as const;
