import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const python = process.env.SMMS_PYTHON ?? '/usr/bin/python3';

/** What a peer's script in `peers/` says, from JSON; undefined where it does not run. Children share this process's cores. */
export function askPeer(script, args) {
  const path = fileURLToPath(new URL(`peers/${script}`, import.meta.url));
  const { status, stdout, stderr } = spawnSync(python, [path, ...args.map(String)], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status === 0) return JSON.parse(stdout);
  if (!/ModuleNotFoundError|ImportError/.test(stderr) && stderr !== null)
    console.log(`radio: ${script}: ${stderr.slice(-500)}`);
  return undefined;
}
