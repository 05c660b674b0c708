import { checkItemBits } from './difi-items.js';
import {
  CONTEXT_CHANGED,
  CONTEXT_FIELDS,
  CONTEXT_OCTETS,
  DIFI_OUI,
  DifiError,
  type DifiPacket,
  type DifiState,
  type DifiTimestamp,
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

const hex = (value: number, digits = 8): string => value.toString(16).padStart(digits, '0');

function refuse(where: string, expected: string, found: string | number): never {
  throw new DifiError('DIFI packet', where, expected, String(found));
}

/** The packet of one datagram; its payload is a view of it. Throws DifiError. */
export function decodeDifi(datagram: Uint8Array): DifiPacket {
  if (datagram.length < PROLOGUE_OCTETS) refuse('length', `${PROLOGUE_OCTETS} octets or more`, datagram.length);
  const view = new DataView(datagram.buffer, datagram.byteOffset, datagram.length);
  const word = view.getUint32(0);
  if ((word & 0xffff) * 4 !== datagram.length)
    refuse('size', `${datagram.length / 4} words, as the datagram has`, word & 0xffff);
  if (((word >>> 27) & 1) !== 1) refuse('class identifier flag', '1', 0);
  if (((word >>> 25) & 3) !== 0) refuse('reserved bits', '0', (word >>> 25) & 3);
  const identifier = view.getUint32(8);
  if ((identifier & 0xff_ff_ff) !== DIFI_OUI) refuse('OUI', hex(DIFI_OUI, 6), hex(identifier & 0xff_ff_ff, 6));
  const prologue = {
    streamId: view.getUint32(4),
    sequence: (word >>> 16) & 15,
    timestamp: decodeTimestamp(view, (word >>> 22) & 3, (word >>> 20) & 3),
  };
  const packetClass = view.getUint16(14);
  const isVersion = packetClass === packetClasses.version && view.getUint16(12) === VERSION_INFORMATION_CLASS;
  const type = word >>> 28;
  if (
    type === packetTypes.data &&
    (packetClass === packetClasses.data || packetClass === packetClasses.sampleCountData)
  )
    return { type: 'data', ...prologue, padBits: identifier >>> 27, payload: datagram.subarray(PROLOGUE_OCTETS) };
  if ((type === packetTypes.context || type === packetTypes.version) && isVersion)
    return { type: 'version', ...prologue, ...decodeVersion(view) };
  if (
    type === packetTypes.context &&
    (packetClass === packetClasses.context || packetClass === packetClasses.sampleCountContext)
  )
    return { type: 'context', ...prologue, ...decodeContext(view) };
  return refuse(
    'type and class',
    'data (1: 0 or 2), context (4: 1 or 3) or version (4 or 5: 4)',
    `${type}: ${packetClass}`,
  );
}

function decodeTimestamp(view: DataView, scaleBits: number, fractionKind: number): DifiTimestamp {
  const scale = timeScales[scaleBits - 1];
  if (scale === undefined) return refuse('time scale', '1 (UTC), 2 (GPS) or 3 (other)', scaleBits);
  const seconds = view.getUint32(16);
  const fraction = view.getBigUint64(20);
  if (fractionKind === 1) return { kind: 'sample-count', scale, seconds, samples: fraction };
  if (fractionKind !== 2) refuse('kind of fraction', '1 (sample count) or 2 (picoseconds)', fractionKind);
  if (fraction >= BigInt(PS_PER_SECOND)) refuse('fraction of second', 'below 10^12 ps', fraction.toString());
  return { kind: 'time', scale, seconds, picoseconds: Number(fraction) };
}

/** The two lengths and the fields that must be there, and whether one changed. */
function checkFields(view: DataView, octets: number, fields: number): boolean {
  if (view.byteLength !== octets) refuse('length', `${octets} octets`, view.byteLength);
  const found = view.getUint32(PROLOGUE_OCTETS);
  if ((found & ~CONTEXT_CHANGED) >>> 0 !== fields)
    refuse('context indicator field', `${hex(fields)} with or without the highest bit`, hex(found));
  return found >= CONTEXT_CHANGED;
}

const hertz = (value: bigint): number => Number(value) / 2 ** 20;

function decodeContext(view: DataView) {
  const changed = checkFields(view, CONTEXT_OCTETS, CONTEXT_FIELDS);
  return {
    changed,
    referencePoint: view.getUint32(32),
    bandwidthHz: hertz(view.getBigUint64(36)),
    ifFrequencyHz: hertz(view.getBigInt64(44)),
    rfFrequencyHz: hertz(view.getBigInt64(52)),
    ifBandOffsetHz: hertz(view.getBigInt64(60)),
    scalingLevelDb: view.getInt16(68) / 128,
    referenceLevelDbm: view.getInt16(70) / 128,
    gainStage2Db: view.getInt16(72) / 128,
    gainStage1Db: view.getInt16(74) / 128,
    sampleRateHz: hertz(view.getBigUint64(76)),
    timestampAdjustmentFs: view.getBigInt64(84),
    timestampCalibrationS: view.getUint32(92),
    state: decodeState(view.getUint32(96)),
    itemBits: decodeItemBits(view.getUint32(100)),
  };
}

/** Bit 31 - n says that bit 19 - n has a meaning. */
function decodeState(word: number): DifiState {
  const indicators = stateIndicators.map((name, n) => [
    name,
    ((word >>> (31 - n)) & 1) === 0 ? null : ((word >>> (19 - n)) & 1) === 1,
  ]);
  return { ...(Object.fromEntries(indicators) as Omit<DifiState, 'userDefined'>), userDefined: word & 0xff };
}

function decodeItemBits(format: number): number {
  if (format >>> 12 !== 0xa_00_00)
    refuse('payload format', 'link-efficient, complex Cartesian, signed fixed point, no tags', hex(format));
  const itemBits = (format & 63) + 1;
  checkItemBits(itemBits);
  if (((format >>> 6) & 63) + 1 !== itemBits)
    refuse('item packing field', `${itemBits} bits, as the item`, ((format >>> 6) & 63) + 1);
  return itemBits;
}

function decodeVersion(view: DataView) {
  const changed = checkFields(view, VERSION_OCTETS, VERSION_FIELDS);
  if (view.getUint32(32) !== VERSION_FIELDS_1)
    refuse('context indicator field 1', hex(VERSION_FIELDS_1), hex(view.getUint32(32)));
  if (view.getUint32(36) !== V49_2_SPECIFICATION)
    refuse('VITA 49 specification', String(V49_2_SPECIFICATION), view.getUint32(36));
  const word = view.getUint32(40);
  return {
    changed,
    year: 2000 + (word >>> 25),
    day: (word >>> 16) & 0x1ff,
    revision: (word >>> 10) & 63,
    deviceType: (word >>> 6) & 15,
    icdVersion: word & 63,
  };
}
