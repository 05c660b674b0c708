// The tests against programs of others:  npm run test:interop [-- PATTERN]
// Looks first for what they need. Something missing is a failure; with SMMS_INTEROP_ALLOW_MISSING=1 what needs it is skipped.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PYTHON = process.env.SMMS_PYTHON ?? '/usr/bin/python3';
const tools = resolve(root, process.env.SMMS_TOOLS ?? '../shared/tools');
const oracles = resolve(root, process.env.SMMS_ORACLES ?? '../shared/oracles');

const imports = (module) => spawnSync(PYTHON, ['-c', `import ${module}`], { stdio: 'ignore' }).status === 0;
const runs = (program) => spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;

/** Name, the Debian package that brings it (none: not a package), and whether it is there. */
const requirements = [
  ['gnuradio', 'gnuradio', () => imports('gnuradio.gr')],
  ['gr-satellites', 'gr-satellites', () => imports('satellites')],
  ['gr-osmosdr', 'gr-osmosdr', () => imports('osmosdr')],
  ['rtl_433', 'rtl-433', () => runs('rtl_433')],
  ['rotctl and rigctl', 'libhamlib-utils', () => runs('rotctl') && runs('rigctl')],
  ['scipy', 'python3-scipy', () => imports('scipy')],
  ['jsonschema', 'python3-jsonschema', () => imports('jsonschema')],
  [`judges (SMMS_TOOLS, ${tools})`, null, () => existsSync(join(tools, 'decode_with_grsat.py'))],
  [`oracles (SMMS_ORACLES, ${oracles})`, null, () => existsSync(join(oracles, 'radio'))],
];

const missing = requirements.filter(([, , isThere]) => !isThere());
for (const [name, debian] of missing)
  console.error(`interop: ${name} is missing${debian === null ? '' : `: apt-get install ${debian}`}`);
const packages = requirements.flatMap(([, debian]) => debian ?? []);
if (missing.length > 0) {
  console.error(`interop: all of it on Debian: apt-get install --no-install-recommends ${packages.join(' ')}`);
  if (process.env.SMMS_INTEROP_ALLOW_MISSING !== '1') process.exit(1);
}

const { status } = spawnSync(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--no-warnings',
    join(root, 'node_modules/jest/bin/jest.js'),
    ...process.argv.slice(2),
    '--testMatch=**/tests/interop/**/*.interop.ts',
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      ...{ SMMS_PYTHON: PYTHON, SMMS_TOOLS: tools, SMMS_ORACLES: oracles },
      SMMS_INTEROP_MISSING: missing.map(([name]) => name.split(' ')[0]).join(','),
    },
  },
);
process.exit(status ?? 1);
