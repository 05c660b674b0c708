import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = process.env.SMMS_ORACLES ?? '';

/** Whether values that somebody else computed are at hand; says so once where they are not. */
export function haveRadioOracle(name: string): boolean {
  const found = root !== '' && existsSync(join(root, 'radio', name));
  if (!found) process.stderr.write(`skipped: no oracle radio/${name} (set SMMS_ORACLES)\n`);
  return found;
}

export const radioOracle = (name: string): Uint8Array => new Uint8Array(readFileSync(join(root, 'radio', name)));
