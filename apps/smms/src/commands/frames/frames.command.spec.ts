import { describe, expect, it } from '@jest/globals';
import { linkFrameJsonSchema } from '@app/contracts';
import { framesCommand } from './frames.command.js';
import { runFramesSchema } from './schema-run.js';

describe('smms frames', () => {
  it('asks for profile and files', () => {
    const wanted = framesCommand().commands.map((command) => [
      command.name(),
      command.options.filter(({ mandatory }) => mandatory).map(({ long }) => long),
    ]);
    expect(wanted).toEqual([
      ['decode', ['--profile', '--input']],
      ['encode', ['--profile', '--packets', '--out']],
      ['synchronise', ['--profile', '--input']],
      ['schema', []],
    ]);
  });

  it('schema prints the JSON Schema of profiles', async () => {
    let out = '';
    expect(await runFramesSchema({ stdout: async (text) => void (out += text) })).toBe(0);
    expect(JSON.parse(out)).toEqual(linkFrameJsonSchema());
  });
});
