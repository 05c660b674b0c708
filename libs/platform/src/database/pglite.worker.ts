import { PGlite } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { parentPort, workerData } from 'node:worker_threads';
import { reasonOf } from './reasons.js';
import { type FromPgliteWorker, type PgliteWorkerData, type ToPgliteWorker } from './pglite-messages.js';

// Worker thread that owns PGlite. In the main thread its promises settle as microtasks and a tight query loop starves every timer.

const port = parentPort;
const { dataDir } = workerData as PgliteWorkerData;

function post(message: FromPgliteWorker): void {
  port?.postMessage(message, message.kind === 'bytes' ? [message.bytes.buffer] : []);
}

/** A simple-query message: 'Q', length, text, NUL (PostgreSQL documentation, "Message Formats"). */
function simpleQuery(sql: string): Uint8Array {
  const text = new TextEncoder().encode(sql);
  const message = new Uint8Array(text.length + 6);
  message[0] = 0x51;
  new DataView(message.buffer).setUint32(1, text.length + 5);
  message.set(text, 5);
  return message;
}

/** The last lines that the server wrote to its log: the reason, when it ends. */
const said: string[] = [];
const LINES_KEPT = 6;

function hear(line: string): boolean {
  said.push(line);
  if (said.length > LINES_KEPT) said.shift();
  return false;
}

function fail(error: unknown): void {
  post({ kind: 'failed', reason: [reasonOf(error), ...said].join(' | ') });
}

const sync = Uint8Array.of(0x53, 0, 0, 0, 4);

async function serve(database: PGlite): Promise<void> {
  async function handle(message: ToPgliteWorker): Promise<void> {
    switch (message.kind) {
      case 'bytes': {
        // A copy of exact size: the answer to a start-up packet is a view into a buffer that PGlite uses again.
        const answer = (await database.execProtocolRaw(message.bytes)).slice();
        post({ kind: 'bytes', connection: message.connection, bytes: answer });
        return;
      }
      case 'detach':
        for (const bytes of [sync, simpleQuery('ROLLBACK'), simpleQuery('DISCARD ALL')])
          await database.execProtocolRaw(bytes);
        return;
      case 'stop':
        await database.close();
        post({ kind: 'stopped' });
        return;
    }
  }
  let turn = Promise.resolve();
  port?.on('message', (message: ToPgliteWorker) => {
    turn = turn.then(() => handle(message)).catch(fail);
  });
  post({ kind: 'ready' });
}

try {
  await serve(await PGlite.create({ dataDir: dataDir ?? 'memory://', extensions: { btree_gist }, onStderr: hear }));
} catch (error) {
  fail(error);
}
