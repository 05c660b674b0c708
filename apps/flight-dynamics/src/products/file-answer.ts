import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { StreamableFile } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';

export interface FileKind {
  readonly type: string;
  readonly extension: string;
  /** A browser shows pictures, and saves the rest. */
  readonly disposition: 'inline' | 'attachment';
}

export const fileKinds = {
  csv: { type: 'text/csv; charset=utf-8', extension: 'csv', disposition: 'attachment' },
  calendar: { type: 'text/calendar; charset=utf-8', extension: 'ics', disposition: 'attachment' },
  text: { type: 'text/plain; charset=utf-8', extension: 'txt', disposition: 'attachment' },
  oemKvn: { type: 'text/plain; charset=utf-8', extension: 'oem', disposition: 'attachment' },
  oemXml: { type: 'application/xml', extension: 'xml', disposition: 'attachment' },
  svg: { type: 'image/svg+xml', extension: 'svg', disposition: 'inline' },
} as const satisfies Readonly<Record<string, FileKind>>;

/** Characters written in one go: some milliseconds of work. */
const BLOCK = 32_768;

/** Text in blocks, with a turn of the event loop after each (design rule 14). */
async function* inBlocks(pieces: Iterable<string> | AsyncIterable<string>): AsyncGenerator<string, void> {
  let block = '';
  for await (const piece of pieces) {
    block += piece;
    if (block.length < BLOCK) continue;
    yield block;
    block = '';
    await nextTurn();
  }
  if (block !== '') yield block;
}

/**
 * A file as the answer of a handler, made while it is sent. What goes wrong in its first block is still refused as any request is. The
 * name is letters, digits, dots, hyphens and underscores.
 */
export async function fileAnswer(
  kind: FileKind,
  name: string,
  pieces: Iterable<string> | AsyncIterable<string>,
): Promise<StreamableFile> {
  const { type, extension, disposition } = kind;
  const blocks = inBlocks(pieces);
  const first = await blocks.next();
  const all = async function* (): AsyncGenerator<string, void> {
    if (first.done !== true) yield first.value;
    yield* blocks;
  };
  return new StreamableFile(Readable.from(all()), {
    type,
    disposition: `${disposition}; filename="${name.replaceAll(/[^\w.-]/g, '_')}.${extension}"`,
  });
}

/** Documents an answer that is a file. */
export function DocumentedFile(...kinds: readonly FileKind[]): MethodDecorator {
  const content = Object.fromEntries(
    kinds.map(({ type }) => [type.split(';', 1)[0] ?? type, { schema: { type: 'string' as const } }]),
  );
  return ApiResponse({ status: 200, description: 'A file', content });
}
