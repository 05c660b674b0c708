// What is fuzzed: each target makes one input from a seed, gives it to a decoder and checks what must hold whatever the input is. A
// decoder may throw its typed error (CodecError) and nothing else; it may give out no more than its bound.
import * as ccsds from '../../dist/libs/ccsds/src/index.js';

/** Something that must hold did not. */
export class BrokenLaw extends Error {}

function must(law, holds) {
  if (!holds) throw new BrokenLaw(law);
}

const same = (a, b) => a.length === b.length && a.every((octet, i) => octet === b[i]);
// What extraction holds back for one packet unless told otherwise: encapsulation packets may be longer than space packets.
const LARGEST_PACKET = 262_144;

function spacePacketFrom(seeded, maxData = 60) {
  return ccsds.buildSpacePacket({
    apid: seeded.below(2047),
    type: seeded.oneOf(['telemetry', 'telecommand']),
    sequenceFlags: seeded.oneOf(['continuation', 'first', 'last', 'unsegmented']),
    sequenceCount: seeded.below(16_384),
    data: seeded.octets(1 + seeded.below(maxData)),
  });
}

function encapsulationPacketFrom(seeded) {
  return ccsds.buildEncapsulationPacket({ protocolId: 1 + seeded.below(5), data: seeded.octets(1 + seeded.below(40)) });
}

function spacePacket(seeded) {
  const packet = ccsds.parseSpacePacket(seeded.mutated(spacePacketFrom(seeded)));
  const { bytes } = packet;
  const again = ccsds.buildSpacePacket({
    ...packet,
    ...(packet.secondaryHeaderFlag ? { secondaryHeader: packet.data, data: new Uint8Array(0) } : {}),
  });
  must('a space packet that was read is written again as it was', same(again, bytes));
}

function encapsulationPacket(seeded) {
  const packet = ccsds.parseEncapsulationPacket(
    seeded.onceIn(3) ? seeded.octets(seeded.below(20)) : seeded.mutated(encapsulationPacketFrom(seeded)),
  );
  must('data of an encapsulation packet lie inside it', packet.data.length <= packet.bytes.length);
}

function packetStream(seeded) {
  const parts = Array.from({ length: seeded.below(6) }, () => [
    ...seeded.octets(seeded.below(2)),
    ...spacePacketFrom(seeded),
  ]);
  const bytes = seeded.mutated(Uint8Array.from(parts.flat()));
  let octets = 0;
  for (const part of ccsds.scanPackets(bytes, { skipOctets: seeded.below(3) })) octets += part.bytes.length;
  must('packets and rest of a stream are not longer than the stream', octets <= bytes.length);
}

/** What extraction of one frame may give out: its own octets and one packet that began before, filled up. */
function checkExtraction(step, frame, before) {
  let octets = 0;
  for (const output of step.outputs) {
    if (output.kind !== 'space' && output.kind !== 'encapsulation') continue;
    octets += output.bytes.length;
    must('a complete packet has no gaps', !output.complete || output.gaps.length === 0);
    let at = 0;
    for (const gap of output.gaps) {
      must('gaps are in order, inside the packet', gap.offset >= at && gap.length > 0);
      at = gap.offset + gap.length;
    }
    must('gaps end inside the packet', at <= output.bytes.length);
  }
  must(
    'packets given out are bounded',
    octets <= frame.dataField.length + (before.partial === null ? 0 : LARGEST_PACKET),
  );
  const stored = ccsds.serialiseExtractionState(step.state);
  ccsds.deserialiseExtractionState(stored);
}

function extractAll(seeded, frames, parse, modulo) {
  const states = new Map();
  for (const bytes of frames) {
    if (seeded.onceIn(10)) continue;
    for (let copies = seeded.onceIn(12) ? 2 : 1; copies > 0; copies--) {
      let frame;
      try {
        frame = parse(seeded.onceIn(4) ? seeded.mutated(bytes) : bytes);
      } catch (error) {
        if (!(error instanceof ccsds.CodecError)) throw error;
        continue;
      }
      const before = states.get(frame.vcid) ?? ccsds.initialExtractionState(frame.vcid, modulo);
      const step = ccsds.extractPackets(before, frame, 0, { deliverIdle: seeded.onceIn(2) });
      checkExtraction(step, frame, before);
      states.set(frame.vcid, step.state);
    }
  }
  return frames.length;
}

function tmFrames(seeded) {
  const fecf = seeded.onceIn(4);
  const frame = { frameLength: 24 + seeded.below(60), fecf, ocf: 'per-frame', scid: 5 };
  const multiplexer = new ccsds.VirtualChannelMultiplexer({ frame, virtualChannels: [0, 3] });
  const frames = [];
  while (frames.length < 10) {
    if (seeded.onceIn(2))
      multiplexer.enqueue(
        seeded.oneOf([0, 3]),
        seeded.onceIn(4) ? encapsulationPacketFrom(seeded) : spacePacketFrom(seeded, 120),
      );
    else frames.push(multiplexer.nextFrame(seeded.onceIn(2) ? { ocf: seeded.octets(4) } : {}).bytes);
  }
  return extractAll(seeded, frames, (bytes) => ccsds.parseTmFrame(bytes, frame), 256);
}

function aosFrames(seeded) {
  const frame = {
    frameLength: 30 + seeded.below(60),
    fecf: seeded.onceIn(4),
    ocf: seeded.oneOf(['present', 'absent']),
    frameHeaderErrorControl: seeded.onceIn(2),
    insertZoneLength: seeded.below(4),
    scid: 5,
    frameCountCycle: seeded.oneOf(['used', 'unused']),
  };
  const multiplexer = new ccsds.AosMultiplexer({ frame, virtualChannels: [0, 3] });
  const frames = [];
  while (frames.length < 10) {
    if (seeded.onceIn(2)) multiplexer.enqueue(seeded.oneOf([0, 3]), spacePacketFrom(seeded, 120));
    else
      frames.push(
        multiplexer.nextFrame({
          ...(frame.ocf === 'present' ? { ocf: seeded.octets(4) } : {}),
          ...(frame.insertZoneLength > 0 ? { insertZone: seeded.octets(frame.insertZoneLength) } : {}),
        }).bytes,
      );
  }
  const parse = (bytes) => ccsds.extractableAosFrame(ccsds.parseAosFrame(bytes, frame));
  return extractAll(seeded, frames, parse, ccsds.aosCounterModulo(frame));
}

function bitstream(seeded) {
  const pdu = ccsds.parseBPdu(seeded.octets(seeded.below(40)));
  must('valid bits of a B_PDU lie inside it', pdu.validBits <= 8 * pdu.bitstream.length);
}

const tcParameters = { segmentHeader: true, fecf: true, maxFrameLength: 60 };

function tcFramesFrom(seeded) {
  const mapId = seeded.below(64);
  const unit = seeded.onceIn(2) ? spacePacketFrom(seeded, 150) : seeded.octets(1 + seeded.below(150));
  return ccsds
    .segmentForMap(unit, mapId, tcParameters)
    .map(({ segmentHeader, data }, i) =>
      ccsds.encodeTcFrame(
        { kind: 'AD', scid: 5, vcid: 1, frameSequenceNumber: i % 256, segmentHeader, data },
        tcParameters,
      ),
    );
}

function tcFrames(seeded) {
  let state = ccsds.initialMapReassemblyState;
  const frames = tcFramesFrom(seeded);
  let taken = 0;
  for (const bytes of frames) {
    let frame;
    try {
      frame = ccsds.parseTcFrame(seeded.onceIn(3) ? seeded.mutated(bytes) : bytes, {
        ...tcParameters,
        fecf: !seeded.onceIn(3),
      });
    } catch (error) {
      if (!(error instanceof ccsds.CodecError)) throw error;
      state = ccsds.reassembleMap(state, { kind: 'lost' }).state;
      continue;
    }
    if (frame.segmentHeader === undefined) continue;
    taken += frame.data.length;
    const step = ccsds.reassembleMap(
      state,
      { kind: 'segment', segmentHeader: frame.segmentHeader, data: frame.data },
      400,
    );
    state = step.state;
    for (const output of step.outputs)
      if (output.kind === 'unit') {
        must('a unit holds no more than its segments', output.data.length <= taken);
        const { packets, rest } = ccsds.splitTcPackets(output.data);
        const octets = packets.reduce((sum, packet) => sum + packet.bytes.length, rest?.bytes.length ?? 0);
        must('packets and rest are the unit', octets === output.data.length);
      }
  }
  return frames.length;
}

function cltus(seeded) {
  const randomize = seeded.onceIn(2);
  const frames = tcFramesFrom(seeded);
  const tail = seeded.oneOf(['ccsds', 'legacy']);
  const stream = [...seeded.octets(seeded.below(12))];
  for (const frame of frames)
    stream.push(...ccsds.encodeCltu(frame, { randomize, tail }), ...seeded.octets(seeded.below(3)));
  const bits = seeded.mutated(Uint8Array.from(stream));
  const receiver = new ccsds.CltuReceiver({
    mode: seeded.oneOf(['sec', 'ted']),
    randomized: randomize,
    maxCodeblocks: 40,
  });
  let octets = 0;
  for (let at = 0; at < bits.length;) {
    const chunk = 1 + seeded.below(40);
    for (const output of receiver.push(bits.subarray(at, at + chunk)))
      if (output.type === 'cltu') octets += output.data.length;
    at += chunk;
  }
  receiver.reset();
  must('a receiver gives out no more than came in', octets <= bits.length);
  return frames.length;
}

const rs = { e: 8, interleave: 1, basis: 'dual', virtualFill: 180 };
const codec = new ccsds.CaduCodec(59, { asm: '1acffc1d', randomizer: 'ccsds-131071', reedSolomon: rs });

function cadus(seeded) {
  const count = 3 + seeded.below(4);
  const stream = [...seeded.octets(seeded.below(20))];
  for (let i = 0; i < count; i++) stream.push(...seeded.mutated(codec.encode(seeded.octets(59))));
  const bits = Uint8Array.from(stream);
  const synchroniser = new ccsds.FrameSynchroniser({ codeblockLength: codec.codeblockLength });
  const outputs = [];
  for (let at = 0; at < bits.length;) {
    const chunk = 1 + seeded.below(100);
    const bitCount = Math.min(8 * chunk, 8 * (bits.length - at));
    outputs.push(...synchroniser.push(bits.subarray(at, at + chunk), bitCount));
    at += chunk;
  }
  outputs.push(...synchroniser.flush());
  const frames = outputs.filter((output) => output.kind === 'frame');
  // Where bits dropped out of a frame the next marker stands inside what was given out as its codeblock: two may overlap, no more.
  const octets = frames.reduce((sum, { codeblock }) => sum + codeblock.length, 0);
  must('a synchroniser gives out no octet more than twice', octets <= 2 * bits.length);
  frames.forEach(({ firstBitIndex }, i) =>
    must('frames come in order', i === 0 || firstBitIndex > frames[i - 1].firstBitIndex),
  );
  for (const output of outputs) if (output.kind === 'frame') codec.decode(output.codeblock);
  return count;
}

function convolutional(seeded) {
  const decoder = new ccsds.ConvolutionalDecoder({ rate: '1/2', order: seeded.oneOf(['ccsds', 'nasa-dsn']) });
  let symbols = 0;
  let bits = 0;
  for (let n = seeded.below(6); n >= 0; n--) {
    const chunk = Int8Array.from(seeded.octets(seeded.below(900)), (octet) => octet - 128);
    symbols += chunk.length;
    bits += decoder.push(chunk).bitCount;
  }
  bits += decoder.flush().bitCount;
  must('one bit for two symbols', bits === symbols >>> 1);
}

function timeCodes(seeded) {
  const bytes = seeded.octets(20);
  const epoch = 1_000_000_000n * BigInt(seeded.next());
  if (seeded.onceIn(2)) {
    const { format, length } = ccsds.parseCucPField(bytes, 0, epoch);
    const time = ccsds.decodeCuc(bytes, format, length);
    must(
      'a CUC that was read is written again as it was',
      same(ccsds.encodeCuc(time, format), bytes.slice(length, length + format.coarseOctets + format.fineOctets)),
    );
    ccsds.taiFromCuc(time, format);
  } else {
    const format = ccsds.parseCdsPField((bytes[0] & 0x8f) | 0x40, 100);
    const time = ccsds.decodeCds(bytes, format, 1);
    must(
      'a CDS that was read is written again as it was',
      same(ccsds.encodeCds(time, format), bytes.slice(1, 1 + ccsds.cdsLength(format))),
    );
    ccsds.taiFromCds(time, format);
  }
}

function asciiTimes(seeded) {
  const text = seeded.onceIn(2) ? '2016-12-31T23:59:60.123456789012Z' : '2016-366T23:59:60.5Z';
  const octets = seeded.mutated(Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
  const time = ccsds.parseAsciiTime(String.fromCharCode(...octets));
  ccsds.encodeAsciiTime(time);
}

function pusPackets(seeded) {
  const fields = {
    apid: seeded.below(2047),
    sequenceCount: seeded.below(16_384),
    service: seeded.below(256),
    subtype: seeded.below(256),
  };
  if (seeded.onceIn(2)) {
    const packet = ccsds.buildPusTcPacket({
      ...fields,
      acknowledgement: { acceptance: true, start: false, progress: true, completion: false },
      sourceId: seeded.below(65_536),
      applicationData: seeded.octets(seeded.below(30)),
    });
    ccsds.parsePusTcPacket(seeded.mutated(packet));
    return;
  }
  const packet = ccsds.buildPusTmPacket({
    ...fields,
    timeReferenceStatus: 0,
    messageTypeCounter: seeded.below(65_536),
    destinationId: 1,
    time: seeded.octets(7),
    sourceData: seeded.octets(seeded.below(30)),
  });
  ccsds.parsePusTmPacket(seeded.mutated(packet), 7);
}

function pusMessages(seeded) {
  const data = seeded.octets(seeded.below(16));
  const subtype = seeded.below(12);
  switch (seeded.below(3)) {
    case 0:
      return void ccsds.parseVerificationReport(subtype, data, {
        stepIdLength: seeded.below(3),
        failureCodeLength: seeded.below(3),
      });
    case 1:
      return void ccsds.parseEventMessage(subtype, data, {
        eventIdLength: 1 + seeded.below(3),
        countLength: 1 + seeded.below(2),
      });
    default:
      return void ccsds.parseTestMessage(subtype, data, { apidLength: 1 + seeded.below(3) });
  }
}

function clcw(seeded) {
  const word = seeded.octets(seeded.onceIn(9) ? seeded.below(7) : 4);
  const read = ccsds.parseClcw(word);
  must(
    'a CLCW that was read is written again, spare bits aside',
    same(ccsds.encodeClcw(read), Uint8Array.of(word[0], word[1] & 0xfc, word[2] & 0xfe, word[3])),
  );
}

function packetReassembly(seeded) {
  let state = ccsds.initialPacketReassemblyState;
  let octets = 0;
  let given = 0;
  for (let n = seeded.below(12); n >= 0; n--) {
    const packet = ccsds.parseSpacePacket(
      ccsds.buildSpacePacket({
        apid: seeded.below(2),
        sequenceFlags: seeded.oneOf(['continuation', 'first', 'last', 'unsegmented']),
        sequenceCount: seeded.oneOf([n, n + 1, seeded.below(16_384)]),
        data: seeded.octets(1 + seeded.below(40)),
      }),
    );
    octets += packet.data.length;
    const step = ccsds.reassemblePackets(state, { kind: 'packet', packet }, { maxUnitLength: 100 });
    state = step.state;
    for (const output of step.outputs) if (output.kind === 'unit') given += output.data.length;
  }
  must('units hold no more than their packets', given <= octets);
}

/** Name, how often among all, and the work: gives how many frames, packets or CLTUs it tried (one if nothing). */
export const targets = [
  ['space packets', 6, spacePacket],
  ['encapsulation packets', 4, encapsulationPacket],
  ['packet streams', 3, packetStream],
  ['TM frames to packets', 4, tmFrames],
  ['AOS frames to packets', 4, aosFrames],
  ['bitstream PDUs', 1, bitstream],
  ['TC frames, segments', 4, tcFrames],
  ['CLTUs', 4, cltus],
  ['CADUs', 3, cadus],
  ['convolutional symbols', 1, convolutional],
  ['CUC and CDS', 3, timeCodes],
  ['ASCII times', 1, asciiTimes],
  ['PUS packets', 3, pusPackets],
  ['PUS messages', 2, pusMessages],
  ['CLCWs', 1, clcw],
  ['packet reassembly', 1, packetReassembly],
];

/** One case; gives how many units it tried. Throws what no decoder may throw. */
export function runCase(work, seeded) {
  try {
    return work(seeded) ?? 1;
  } catch (error) {
    if (error instanceof ccsds.CodecError) return 1;
    throw error;
  }
}
