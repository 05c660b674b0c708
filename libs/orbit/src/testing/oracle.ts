import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(process.env.SMMS_ORACLES ?? '', 'flight-dynamics');

/** Whether values that somebody else computed are at hand; says so once where they are not. */
export function haveFlightDynamicsOracles(): boolean {
  const found = process.env.SMMS_ORACLES !== undefined && existsSync(folder);
  if (!found) process.stderr.write('skipped: no oracle flight-dynamics (set SMMS_ORACLES)\n');
  return found;
}

export function flightDynamicsOracle(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}
