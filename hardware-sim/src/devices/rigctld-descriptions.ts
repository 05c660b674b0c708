import { type TransceiverSimulator } from './transceiver-simulator.js';

// `dump_state` of rigctld, protocol 1, as a client of hamlib 4.5 reads it. Bit masks are hamlib's; those of modes and VFOs are its dummy's.

const VFO_MASK = '0x77e00007';
const ANTENNAS = '0xf';
const ALL_MODES = '0x1ff';
const END_OF_RANGES = '0 0 0 0 0 0 0';
const END_OF_PAIRS = '0 0';

/** Mode mask and width in Hz; the first of a mode is its usual one. */
const filters = [
  ...['0xc 2400', '0xc 1800', '0xc 3000', '0xc 0', '0x2 500', '0x2 2400', '0x2 50', '0x2 0'],
  ...['0x10 300', '0x10 2400', '0x10 50', '0x10 0', '0x1 8000', '0x1 2400', '0x1 10000'],
  ...['0x20 15000', '0x20 8000', '0x40 230000'],
];
/** Functions, levels and parameters that can be read and set, as masks. */
const settings = [
  ...['0xffffffffffffffff', '0xffffffffffffffff', '0xfffffffff7ffffff', '0xffffff7083ffffff'],
  ...['0xffffffffffffffff', '0xffffffffffffffbf'],
];

/** `withCapabilities`: the client has asked `chk_vfo` before, so it knows the lines that end with `done`. */
export function rigStateLines({ range }: TransceiverSimulator, withCapabilities: boolean): readonly string[] {
  const limits = `${range.minHz.toFixed(6)} ${range.maxHz.toFixed(6)} ${ALL_MODES}`;
  const ranges = [
    ...[`${limits} -1 -1 ${VFO_MASK} ${ANTENNAS}`, END_OF_RANGES],
    ...[`${limits} 5000 100000 ${VFO_MASK} ${ANTENNAS}`, END_OF_RANGES],
  ];
  const tuningSteps = [`${ALL_MODES} 1`, `${ALL_MODES} 0`, END_OF_PAIRS];
  // Largest offsets of RIT, XIT and IF shift, announces, preamplifiers, attenuators.
  const steps = ['9990', '9990', '10000', '0', '10 ', '10 20 30 '];
  const lines = ['1', '1', '0', ...ranges, ...tuningSteps, ...filters, END_OF_PAIRS, ...steps, ...settings];
  return withCapabilities ? [...lines, ...capabilities] : lines;
}

const capabilities = [
  'vfo_ops=0x7ffffff',
  'ptt_type=0x1',
  'targetable_vfo=0x10c3',
  'has_set_vfo=1',
  'has_get_vfo=1',
  'has_set_freq=1',
  'has_get_freq=1',
  'has_set_conf=1',
  'has_get_conf=1',
  'has_power2mW=1',
  'has_mW2power=1',
  'timeout=0',
  'rig_model=1',
  'rigctld_version=SMMS simulated transceiver, as Hamlib 4.5.4',
  'agc_levels=0=OFF 1=SUPERFAST 2=FAST 3=MEDIUM 4=SLOW 5=AUTO 6=USER',
  'done',
];

/** In the order in which hamlib lists them. */
export const VFO_LIST = 'VFOA VFOB VFOC SubA SubB MainA MainB Sub Main MEM currVFO ';
/** Levels that are read as whole numbers; the others are fractions of 0 to 1. */
export const wholeLevels = new Set(['STRENGTH', 'RAWSTR', 'PREAMP', 'ATT', 'AGC', 'CWPITCH', 'KEYSPD']);
export const levelNames = [
  ...['PREAMP', 'ATT', 'AF', 'RF', 'SQL', 'RFPOWER', 'MICGAIN', 'CWPITCH', 'KEYSPD', 'AGC'],
  ...['RAWSTR', 'SWR', 'ALC', 'STRENGTH', 'RFPOWER_METER'],
];
export const readOnlyLevels = new Set(['RAWSTR', 'SWR', 'ALC', 'STRENGTH', 'RFPOWER_METER']);
export const functionNames = [
  'NB',
  'COMP',
  'VOX',
  'TONE',
  'TSQL',
  'ANF',
  'NR',
  'LOCK',
  'MUTE',
  'AFC',
  'SATMODE',
  'TUNER',
];
