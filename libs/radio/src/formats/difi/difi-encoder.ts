import { checkItemBits } from './difi-items.js';
import {
  CONTEXT_CHANGED,
  CONTEXT_FIELDS,
  CONTEXT_OCTETS,
  DIFI_OUI,
  type DifiContext,
  DifiError,
  type DifiPacket,
  type DifiState,
  type DifiVersion,
  LONGEST_PACKET_OCTETS,
  PROLOGUE_OCTETS,
  PS_PER_SECOND,
  V49_2_SPECIFICATION,
  VERSION_FIELDS,
  VERSION_FIELDS_1,
  VERSION_INFORMATION_CLASS,
  VERSION_OCTETS,
  packetClasses,
  packetTypes,
  stateIndicators,
  timeScales,
} from './difi-packet.js';

/** '1.1': the version is a packet of type 5. '1.2.1': of type 4. Nothing else differs here. */
export type DifiEdition = '1.1' | '1.2.1';

const SECONDS_IN_32_BITS = 0xffff_ffff;

function whole(where: string, value: number, lowest: number, highest: number): number {
  if (Number.isInteger(value) && value >= lowest && value <= highest) return value;
  throw new DifiError('DIFI packet', where, `an integer from ${lowest} to ${highest}`, String(value));
}

function fixedPoint(where: string, value: number, lowest: number, step: number, bits: number): bigint {
  const steps = Math.round(value / step);
  const highest = 2 ** (lowest < 0 ? bits - 1 : bits);
  if (steps >= lowest * highest && steps < highest) return BigInt(steps);
  throw new DifiError('DIFI packet', where, `${lowest * highest * step} to below ${highest * step}`, String(value));
}

const unsignedHertz = (where: string, value: number): bigint => fixedPoint(where, value, 0, 2 ** -20, 64);
const signedHertz = (where: string, value: number): bigint => fixedPoint(where, value, -1, 2 ** -20, 64);
const decibels = (where: string, value: number): number => Number(fixedPoint(where, value, -1, 2 ** -7, 16));

/** One packet as the octets of a datagram. Throws DifiError. */
export function encodeDifi(packet: DifiPacket, edition: DifiEdition = '1.1'): Uint8Array {
  const counts = packet.timestamp.kind === 'sample-count';
  switch (packet.type) {
    case 'data': {
      const { payload } = packet;
      const length = PROLOGUE_OCTETS + payload.length;
      if (payload.length % 4 !== 0 || length > LONGEST_PACKET_OCTETS)
        throw new DifiError(
          'DIFI data',
          'payload',
          'whole words of 32 bits, within a datagram',
          `${payload.length} octets`,
        );
      const type = packetTypes.data;
      const { octets, view } = begin(
        packet,
        length,
        type,
        0,
        counts ? packetClasses.sampleCountData : packetClasses.data,
      );
      view.setUint32(8, ((whole('pad bits', packet.padBits, 0, 31) << 27) | DIFI_OUI) >>> 0);
      octets.set(payload, PROLOGUE_OCTETS);
      return octets;
    }
    case 'context': {
      const packetClass = counts ? packetClasses.sampleCountContext : packetClasses.context;
      const { octets, view } = begin(packet, CONTEXT_OCTETS, packetTypes.context, 0, packetClass);
      setContext(view, packet);
      return octets;
    }
    case 'version': {
      const type = edition === '1.1' ? packetTypes.version : packetTypes.context;
      const { octets, view } = begin(packet, VERSION_OCTETS, type, VERSION_INFORMATION_CLASS, packetClasses.version);
      setVersion(view, packet);
      return octets;
    }
  }
}

function begin(packet: DifiPacket, length: number, type: number, informationClass: number, packetClass: number) {
  const { streamId, sequence, timestamp } = packet;
  const octets = new Uint8Array(length);
  const view = new DataView(octets.buffer);
  const counts = timestamp.kind === 'sample-count';
  // Contexts take effect to within a packet ("coarse"); only those of sample counts are exact.
  const coarse = type !== packetTypes.data && !counts ? 1 : 0;
  const scale = timeScales.indexOf(timestamp.scale) + 1;
  const flags = (1 << 11) | (coarse << 8) | (scale << 6) | ((counts ? 1 : 2) << 4);
  view.setUint16(0, (type << 12) | flags | whole('sequence', sequence, 0, 15));
  view.setUint16(2, length / 4);
  view.setUint32(4, whole('stream identifier', streamId, 0, 0xffff_ffff));
  view.setUint32(8, DIFI_OUI);
  view.setUint16(12, informationClass);
  view.setUint16(14, packetClass);
  view.setUint32(16, whole('seconds', timestamp.seconds, 0, SECONDS_IN_32_BITS));
  view.setBigUint64(
    20,
    timestamp.kind === 'sample-count'
      ? timestamp.samples
      : BigInt(whole('picoseconds', timestamp.picoseconds, 0, PS_PER_SECOND - 1)),
  );
  return { octets, view };
}

function setContext(view: DataView, context: DifiContext): void {
  checkItemBits(context.itemBits);
  view.setUint32(PROLOGUE_OCTETS, (CONTEXT_FIELDS | (context.changed ? CONTEXT_CHANGED : 0)) >>> 0);
  view.setUint32(32, whole('reference point', context.referencePoint, 0, 0xffff_ffff));
  view.setBigUint64(36, unsignedHertz('bandwidth', context.bandwidthHz));
  view.setBigInt64(44, signedHertz('IF frequency', context.ifFrequencyHz));
  view.setBigInt64(52, signedHertz('RF frequency', context.rfFrequencyHz));
  view.setBigInt64(60, signedHertz('IF band offset', context.ifBandOffsetHz));
  view.setInt16(68, decibels('scaling level', context.scalingLevelDb));
  view.setInt16(70, decibels('reference level', context.referenceLevelDbm));
  view.setInt16(72, decibels('gain of stage 2', context.gainStage2Db));
  view.setInt16(74, decibels('gain of stage 1', context.gainStage1Db));
  view.setBigUint64(76, unsignedHertz('sample rate', context.sampleRateHz));
  view.setBigInt64(84, context.timestampAdjustmentFs);
  view.setUint32(92, whole('timestamp calibration', context.timestampCalibrationS, 0, SECONDS_IN_32_BITS));
  view.setUint32(96, stateWord(context.state));
  view.setUint32(100, (0xa000_0000 | ((context.itemBits - 1) << 6) | (context.itemBits - 1)) >>> 0);
}

function stateWord(state: DifiState): number {
  let word = whole('user-defined state', state.userDefined, 0, 255);
  for (const [n, name] of stateIndicators.entries()) {
    if (state[name] !== null) word |= 1 << (31 - n);
    if (state[name] === true) word |= 1 << (19 - n);
  }
  return word >>> 0;
}

function setVersion(view: DataView, version: DifiVersion): void {
  view.setUint32(PROLOGUE_OCTETS, (VERSION_FIELDS | (version.changed ? CONTEXT_CHANGED : 0)) >>> 0);
  view.setUint32(32, VERSION_FIELDS_1);
  view.setUint32(36, V49_2_SPECIFICATION);
  view.setUint16(40, ((whole('year', version.year, 2000, 2127) - 2000) << 9) | whole('day', version.day, 0, 511));
  const low = (whole('revision', version.revision, 0, 63) << 10) | (whole('type', version.deviceType, 0, 15) << 6);
  view.setUint16(42, low | whole('ICD version', version.icdVersion, 0, 63));
}
