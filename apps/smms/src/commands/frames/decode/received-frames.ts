import { type LinkFrame } from '@app/contracts';
import { type OfflineIo, readInput } from '../../offline/offline-io.js';
import { type InputFormat, chooseFormat } from '../source/input-format.js';
import { type FrameSource, type ReceivedFrame } from '../source/received-frame.js';
import { telecommandSource } from '../source/telecommand-source.js';
import { telemetrySource } from '../source/telemetry-source.js';

/** The frames of an input file in its format, or the one that it looks like. Throws OfflineInputError. */
export async function* receivedFrames(
  io: OfflineIo,
  path: string,
  profile: LinkFrame,
  format: string | undefined,
  onFormat: (format: InputFormat) => void = () => {},
): AsyncGenerator<ReceivedFrame[]> {
  let source: FrameSource | null = null;
  for await (const piece of readInput(io, '--input', path)) {
    source ??= frameSource(profile, format, piece, onFormat);
    yield source.push(piece);
  }
  source ??= frameSource(profile, format, new Uint8Array(0), onFormat);
  yield source.end();
}

function frameSource(
  profile: LinkFrame,
  asked: string | undefined,
  first: Uint8Array,
  onFormat: (format: InputFormat) => void,
): FrameSource {
  const format = chooseFormat(asked, first);
  onFormat(format);
  return profile.frameType === 'TC' ? telecommandSource(profile, format) : telemetrySource(profile, format);
}
