import { linkFrameJsonSchema } from '@app/contracts';
import { type OfflineIo } from '../offline/offline-io.js';

/** Runs `smms frames schema`: the JSON Schema of profiles on stdout. */
export async function runFramesSchema(io: Pick<OfflineIo, 'stdout'>): Promise<number> {
  await io.stdout(`${JSON.stringify(linkFrameJsonSchema(), null, 2)}\n`);
  return 0;
}
