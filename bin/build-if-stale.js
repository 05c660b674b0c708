// Builds `dist` when a source is newer than the last build. Says what it does on stderr only: stdout belongs to the command.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'dist', '.built');
const building = join(root, 'dist', '.building');
const sources = ['apps', 'libs', 'hardware-sim', 'db', 'package.json', 'nest-cli.json', 'tsconfig.json', '.swcrc'];

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  let latest = stat.mtimeMs;
  for (const name of readdirSync(path))
    if (name !== 'node_modules') latest = Math.max(latest, newest(join(path, name)));
  return latest;
}

/** A build takes some seconds; a lock that is so old was left by one that was killed. */
const LOCK_LEFT_MS = 120_000;

function isFresh() {
  const present = sources.map((name) => join(root, name)).filter(existsSync);
  return existsSync(stamp) && statSync(stamp).mtimeMs >= Math.max(...present.map(newest));
}

/** One build at a time: two that write into `dist` at once spoil each other's files. Waits for the other's end. */
function lock() {
  mkdirSync(dirname(stamp), { recursive: true });
  for (;;) {
    try {
      mkdirSync(building);
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const left = statSync(building, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - left > LOCK_LEFT_MS) rmSync(building, { recursive: true, force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  }
}

/** Builds if needed; ends the process with one clear line if it cannot. */
export function buildIfStale() {
  if (isFresh()) return;
  lock();
  process.on('exit', unlock);
  try {
    if (!isFresh()) build();
  } finally {
    unlock();
    process.off('exit', unlock);
  }
}

function unlock() {
  rmSync(building, { recursive: true, force: true });
}

function build() {
  const started = Date.now();
  let nest;
  let vite;
  try {
    const { resolve } = createRequire(join(root, 'package.json'));
    nest = resolve('@nestjs/cli/bin/nest.js');
    vite = join(dirname(resolve('vite/package.json')), 'bin/vite.js');
  } catch {
    process.stderr.write(
      existsSync(join(root, 'node_modules'))
        ? 'smms: the build tools are not installed (npm leaves them out when NODE_ENV=production); run `npm ci --include=dev`\n'
        : 'smms: the packages are not installed; run `npm ci` first\n',
    );
    process.exit(1);
  }
  process.stderr.write('smms: building ...\n');
  try {
    const options = { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] };
    execFileSync(process.execPath, [nest, 'build', '--all', '-b', 'swc'], options);
    execFileSync(process.execPath, [vite, 'build', '--logLevel', 'warn', '-c', 'apps/console/vite.config.js'], options);
  } catch (error) {
    process.stderr.write(`${error.stdout ?? ''}${error.stderr ?? ''}\nsmms: the build failed\n`);
    process.exit(1);
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, new Date(started).toISOString());
  process.stderr.write(`smms: built in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}

if (process.argv[1] !== undefined && fileURLToPath(import.meta.url) === process.argv[1]) buildIfStale();
