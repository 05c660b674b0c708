import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalFrameLogs } from './local-frame-logs.js';
import { describeFrameLog } from './testing/frame-log.conformance.js';

async function makePlace(segmentBytes: number) {
  const root = await mkdtemp(join(tmpdir(), 'smms-frame-log-'));
  return {
    open: () => LocalFrameLogs.openRoot(root, { onEvent: () => undefined, segmentBytes }),
    remove: () => rm(root, { recursive: true }),
  };
}

describeFrameLog('local, one segment', () => makePlace(64 * 1024 * 1024));
describeFrameLog('local, a few records a segment', () => makePlace(200));
