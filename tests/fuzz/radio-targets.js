// As the targets of CCSDS: readers of samples, recordings and their metadata, and of streams from other programs.
import * as radio from '../../dist/libs/radio/src/index.js';
import { BrokenLaw } from './ccsds-targets.js';

const typed = [
  ...[radio.WavError, radio.SigmfError, radio.RtlTcpError, radio.DifiError, radio.SampleFormatError],
  radio.BasebandProtocolError,
];

function must(law, holds) {
  if (!holds) throw new BrokenLaw(law);
}

/** Calls `push` with pieces of the octets and gives what it returned. */
function inPieces(seeded, octets, push) {
  const out = [];
  for (let at = 0; at < octets.length;) {
    const length = 1 + seeded.below(seeded.oneOf([3, 20, 1000]));
    out.push(push(octets.subarray(at, at + length)));
    at += length;
  }
  return out;
}

const total = (parts) => parts.reduce((sum, { length }) => sum + length, 0);

function sampleStreams(seeded) {
  const name = seeded.oneOf(['cf32_le', 'ci16_be', 'cu8', 'ri8', 'rf64_be', 'ru16_le', 'ci32_le', 'cf32', 'c', 'xi8']);
  const decoder = new radio.SampleDecoder(name);
  const octets = seeded.octets(seeded.below(200));
  const samples = inPieces(seeded, octets, (piece) => decoder.push(piece));
  const each = radio.sampleOctets(decoder.format);
  must(
    'every octet is of a sample or held',
    Math.floor(octets.length / each) * each + decoder.heldOctets === octets.length,
  );
  const items = total(samples);
  must(
    'samples are as many as their octets',
    items === Math.floor(octets.length / each) * (decoder.format.complex ? 2 : 1),
  );
  new radio.SampleEncoder(name).encode(new Float32Array(seeded.octets(4 * seeded.below(20)).buffer));
}

function wavFiles(seeded) {
  const channels = 1 + seeded.below(2);
  const encoding = seeded.oneOf(['i16', 'f32']);
  const dataOctets = seeded.oneOf([null, 0, 80, 8 * 2 ** 29]);
  const header = radio.encodeWavHeader({ sampleRateHz: 1 + seeded.below(100_000), channels, encoding, dataOctets });
  const octets = seeded.mutated(Uint8Array.from([...seeded.mutated(header), ...seeded.octets(seeded.below(100))]));
  const reader = new radio.WavReader();
  const samples = inPieces(seeded, octets, (piece) => reader.push(piece));
  must('there are no more samples than octets', total(samples) <= octets.length);
  reader.end();
}

function sigmfMetadata(seeded) {
  const text = radio.encodeSigmfMetadata({
    global: {
      format: 'ci16_le',
      sampleRateHz: 1 + seeded.below(1e9),
      geolocation: { longitudeDeg: 1, latitudeDeg: 2 },
    },
    captures: [{ sampleStart: 0, frequencyHz: seeded.below(4e9), time: BigInt(seeded.next()) * 1_000_000_000n }],
    annotations: [{ sampleStart: seeded.below(9), label: 'x', esN0Db: 3, earthReceiveTime: 2n ** 61n }],
  });
  const spoilt = new TextDecoder().decode(seeded.mutated(new TextEncoder().encode(text)));
  const read = radio.parseSigmfMetadata(spoilt);
  radio.encodeSigmfMetadata(radio.parseSigmfMetadata(radio.encodeSigmfMetadata(read)));
}

function sigmfArchives(seeded) {
  const metadata = seeded.octets(seeded.below(600));
  const samples = seeded.octets(seeded.below(600));
  const head = radio.sigmfArchiveHead({ name: 'a', metadata, dataOctets: samples.length });
  const archive = Uint8Array.from([...seeded.mutated(head), ...samples, ...radio.sigmfArchiveTail(samples.length)]);
  const reader = new radio.SigmfArchiveReader();
  const parts = inPieces(seeded, archive, (piece) => reader.push(piece)).flat();
  must('parts are not longer than the archive', total(parts.map(({ octets }) => octets)) <= archive.length);
}

function rtlTcp(seeded) {
  const commands = new radio.RtlTcpCommandReader();
  const octets = seeded.octets(seeded.below(60));
  const read = inPieces(seeded, octets, (piece) => commands.push(piece)).flat();
  must('five octets are a command', read.length === Math.floor(octets.length / 5));
  const again = read.flatMap((command) => [...radio.encodeRtlTcpCommand(command)]);
  must(
    'a command that was read is written as it was',
    again.every((octet, i) => octet === octets[i]),
  );
  const greeting = radio.encodeRtlTcpGreeting({ tuner: 'R820T', gainCount: 29 });
  const reader = new radio.RtlTcpSampleReader();
  inPieces(seeded, seeded.mutated(Uint8Array.from([...greeting, ...octets])), (piece) => reader.push(piece));
}

function difiPacket(seeded, n) {
  const kind = seeded.oneOf(['data', 'data', 'data', 'context', 'version']);
  const picoseconds = (n * 1_000_000 * 100) % 1e12;
  const timestamp = seeded.onceIn(10)
    ? { kind: 'sample-count', scale: 'utc', seconds: 5, samples: BigInt(n) }
    : { kind: 'time', scale: 'utc', seconds: 5, picoseconds };
  const prologue = { type: kind, streamId: seeded.below(3), sequence: n & 15, timestamp };
  if (kind === 'data')
    return radio.encodeDifi({ ...prologue, padBits: seeded.below(32), payload: seeded.octets(4 * seeded.below(30)) });
  const version = { year: 2026, day: 1, revision: 0, deviceType: 0, icdVersion: 0, changed: true };
  if (kind === 'version') return radio.encodeDifi({ ...prologue, ...version }, seeded.oneOf(['1.1', '1.2.1']));
  return radio.encodeDifi({
    ...{
      ...prologue,
      changed: seeded.onceIn(2),
      referencePoint: 100,
      bandwidthHz: 1,
      ifFrequencyHz: 0,
      rfFrequencyHz: 2e9,
    },
    ...{ ifBandOffsetHz: 0, referenceLevelDbm: 0, scalingLevelDb: 0, gainStage1Db: 0, gainStage2Db: 0 },
    ...{ sampleRateHz: seeded.below(1e6), timestampAdjustmentFs: 0n, timestampCalibrationS: 0 },
    ...{ state: radio.unknownDifiState, itemBits: 4 + seeded.below(13) },
  });
}

/** A receiver of datagrams never throws, whatever comes. */
function difiStream(seeded) {
  const stream = new radio.DifiStream({ keptBeforeContext: 4, streams: 2 });
  const bound = 40 * 8;
  for (let n = 0; n < 12; n++) {
    const packet = difiPacket(seeded, n);
    let items = 0;
    let events;
    try {
      events = stream.push(seeded.onceIn(3) ? seeded.mutated(packet) : packet);
    } catch (error) {
      throw new BrokenLaw(`DifiStream threw ${error.stack}`);
    }
    for (const event of events) {
      if (event.kind !== 'samples') continue;
      items += event.samples.length;
      must(
        'samples are numbers from -1 to 1',
        event.samples.every((value) => value >= -1 && value <= 1),
      );
    }
    must('samples given out are bounded', items <= 5 * bound);
  }
  return 12;
}

function basebandMessages(seeded) {
  const message = radio.encodeBasebandMessage({
    ...{ type: 'telecommand', sequence: seeded.next(), identifier: BigInt(seeded.next()), bitCount: 40 },
    bits: seeded.octets(5),
  });
  const octets = seeded.mutated(Uint8Array.from([...message, ...message]));
  const reader = new radio.BasebandMessageReader();
  const read = inPieces(seeded, octets, (piece) => reader.push(piece)).flat();
  must('messages are not longer than the stream', read.length * 20 <= octets.length);
}

/** As the targets of CCSDS: name, how often among all, and the work. */
export const radioTargets = [
  ['sample streams', 2, sampleStreams],
  ['WAV files', 2, wavFiles],
  ['SigMF metadata', 2, sigmfMetadata],
  ['SigMF archives', 1, sigmfArchives],
  ['rtl_tcp streams', 1, rtlTcp],
  ['DIFI packets', 2, difiStream],
  ['baseband messages', 1, basebandMessages],
].map(([name, weight, work]) => [name, weight, (seeded) => tolerant(work, seeded)]);

function tolerant(work, seeded) {
  try {
    return work(seeded);
  } catch (error) {
    if (typed.some((kind) => error instanceof kind)) return 1;
    throw error;
  }
}
