import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = process.env.SMMS_ORACLES ?? '';

/** Whether values that somebody else computed are at hand; says so once where they are not. */
export function haveOracle(...path: string[]): boolean {
  const found = root !== '' && existsSync(join(root, ...path));
  if (!found) process.stderr.write(`skipped: no oracle ${path.join('/')} (set SMMS_ORACLES)\n`);
  return found;
}

function oracleText(...path: string[]): string {
  return readFileSync(join(root, ...path), 'utf8');
}

export function oracleLines(...path: string[]): string[] {
  return oracleText(...path)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

export function oracleJson<T>(...path: string[]): T {
  return JSON.parse(oracleText(...path)) as T;
}

export function oracleJsonLines<T>(...path: string[]): T[] {
  return oracleLines(...path).map((line) => JSON.parse(line) as T);
}
