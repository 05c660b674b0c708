import { type RotatorSimulator } from './rotator-simulator.js';

/** Slower than this an axis stands, degrees a second. */
const STANDS_BELOW = 1e-6;

/** Hamlib's rot_status_t of the simulated mount, a blank behind each flag, as its 4.5 daemon writes them. */
export function statusFlags(rotator: RotatorSimulator): string {
  const { azimuthDegPerS, elevationDegPerS } = rotator.rates();
  const flags: string[] = [];
  if (Math.abs(azimuthDegPerS) > STANDS_BELOW)
    flags.push('MOVING_AZ', azimuthDegPerS > 0 ? 'MOVING_RIGHT' : 'MOVING_LEFT');
  if (Math.abs(elevationDegPerS) > STANDS_BELOW)
    flags.push('MOVING_EL', elevationDegPerS > 0 ? 'MOVING_UP' : 'MOVING_DOWN');
  if (flags.length > 0) flags.unshift('MOVING');
  const { azimuthDeg, elevationDeg } = rotator.reported();
  const { azimuthMinDeg, azimuthMaxDeg, elevationMinDeg, elevationMaxDeg } = rotator.limits;
  if (elevationDeg >= elevationMaxDeg) flags.push('LIMIT_UP');
  if (elevationDeg <= elevationMinDeg) flags.push('LIMIT_DOWN');
  if (azimuthDeg <= azimuthMinDeg) flags.push('LIMIT_LEFT');
  if (azimuthDeg >= azimuthMaxDeg) flags.push('LIMIT_RIGHT');
  return flags.map((flag) => `${flag} `).join('');
}

/** `dump_state`, protocol 1: plain and extended lines. */
export function stateLines({ limits }: RotatorSimulator): { plain: readonly string[]; extended: readonly string[] } {
  const { azimuthMinDeg, azimuthMaxDeg, elevationMinDeg, elevationMaxDeg } = limits;
  const [minAz, maxAz, minEl, maxEl] = [azimuthMinDeg, azimuthMaxDeg, elevationMinDeg, elevationMaxDeg].map((limit) =>
    limit.toFixed(6),
  );
  const tail = ['rot_type=AzEl', 'done'];
  const plain = [`min_az=${minAz}`, `max_az=${maxAz}`, `min_el=${minEl}`, `max_el=${maxEl}`, 'south_zero=0'];
  return {
    plain: ['1', '1', ...plain, ...tail],
    extended: [
      'rotctld Protocol Ver: 1',
      'Rotor Model: 1',
      `Minimum Azimuth: ${minAz}`,
      `Maximum Azimuth: ${maxAz}`,
      `Minimum Elevation: ${minEl}`,
      `Maximum Elevation: ${maxEl}`,
      'South Zero: 0',
      ...tail,
    ],
  };
}

/** `dump_caps`: text for people, in the order and with the tabulators of hamlib's. */
export function capabilityLines({ limits }: RotatorSimulator, info: string): readonly string[] {
  const can = (what: string, yes: boolean, tabs = '\t\t'): string => `${what}:${tabs}${yes ? 'Y' : 'N'}`;
  return [
    'Caps dump for model:\t1',
    `Model name:\t\t${info}`,
    'Mfg name:\t\tSMMS',
    'Backend version:\t1',
    'Backend status:\t\tStable',
    'Rot type:\t\tAz-El',
    'Port type:\t\tNone',
    `Min Azimuth:\t\t${limits.azimuthMinDeg.toFixed(2)}`,
    `Max Azimuth:\t\t${limits.azimuthMaxDeg.toFixed(2)}`,
    `Min Elevation:\t\t${limits.elevationMinDeg.toFixed(2)}`,
    `Max Elevation:\t\t${limits.elevationMaxDeg.toFixed(2)}`,
    can('Can set Conf', false),
    can('Can get Conf', false),
    can('Can set Position', true, '\t'),
    can('Can get Position', true, '\t'),
    can('Can Stop', true),
    can('Can Park', true),
    can('Can Reset', true),
    can('Can Move', true),
    can('Can get Info', true),
    can('Can get Status', true),
    '',
    'Overall backend warnings: 0',
  ];
}
