import { type StreamRest, scanPackets } from '@app/ccsds';
import { LineWriter } from '../offline/line-writer.js';
import { type OfflineIo, readInput } from '../offline/offline-io.js';
import { integerOption, runOffline } from '../offline/run-offline.js';
import { ApidTally } from './apid-tally.js';

/** As commander gives them. */
export interface PacketsListOptions {
  readonly input: string;
  readonly skipBytes?: string | undefined;
}

const MAX_SKIP = 1 << 20;
/** Version 7 is the encapsulation packet; of the others only 0 is in use, and some recordings have another. */
const VERSIONS = [0, 1, 2, 3, 4, 5, 6];

/**
 * Runs `smms packets list`: what a file of space packets back to back holds, a line of JSON an APID on stdout; counts, and what is left
 * behind the last packet, on stderr. Gives the exit code: 0, or 1 when an argument is wrong.
 */
export function runPacketsList(options: PacketsListOptions, io: OfflineIo): Promise<number> {
  return runOffline(io, async () => {
    const skipOctets = integerOption('--skip-bytes', options.skipBytes ?? '0', 0, MAX_SKIP);
    const tally = new ApidTally();
    let size = 0;
    /** Where the octets in hand begin in the file. */
    let base = 0;
    let rest: StreamRest | null = null;
    for await (const piece of readInput(io, '--input', options.input)) {
      size += piece.length;
      // What is no packet ends the reading: the rest of the file is only measured.
      if (rest !== null && rest.fault !== 'cut-short') continue;
      const octets: Uint8Array = rest === null ? piece : Buffer.concat([rest.bytes, piece]);
      base = size - octets.length;
      rest = null;
      for (const found of scanPackets(octets, { skipOctets, versions: VERSIONS }))
        if (found.kind === 'packet') tally.count(found);
        else rest = found;
    }
    const lines = new LineWriter(io.stdout);
    for (const line of tally.lines()) await lines.line(line);
    await lines.flush();
    const trailing = rest === null ? 0 : size - base - rest.offset;
    if (rest !== null)
      io.stderr(`octet ${base + rest.offset}: ${rest.fault}: expected ${rest.expected}, found ${rest.found}\n`);
    io.stderr(
      `octets: ${size}; packets: ${tally.packets} of ${tally.apids} APIDs; octets behind the last packet: ${trailing}\n`,
    );
  });
}
