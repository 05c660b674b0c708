import { decodeCds, taiFromCds } from '@app/ccsds';
import {
  type BasebandMessage,
  BasebandProtocolError,
  END_FLAG,
  HEADER_OCTETS,
  LONGEST_MESSAGE_OCTETS,
  messageTypes,
  START_FLAG,
  timeTag,
  TRAILER_OCTETS,
  VERSION,
} from './baseband-message.js';

const hex = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;

/** Takes a TCP stream in chunks of any size and gives its messages, in order. */
export class BasebandMessageReader {
  private held = new Uint8Array(0);

  /** The messages that this chunk completes. Throws BasebandProtocolError. */
  push(chunk: Uint8Array): BasebandMessage[] {
    let data = chunk;
    if (this.held.length > 0) {
      data = new Uint8Array(this.held.length + chunk.length);
      data.set(this.held);
      data.set(chunk, this.held.length);
    }
    const messages: BasebandMessage[] = [];
    let offset = 0;
    while (data.length - offset >= HEADER_OCTETS) {
      const view = new DataView(data.buffer, data.byteOffset + offset, data.length - offset);
      if (view.getUint32(0) !== START_FLAG)
        throw new BasebandProtocolError('start flag', hex(START_FLAG), hex(view.getUint32(0)));
      const length = view.getUint32(4);
      if (length < HEADER_OCTETS + TRAILER_OCTETS || length > LONGEST_MESSAGE_OCTETS || length % 4 !== 0) {
        throw new BasebandProtocolError(
          'length',
          `20 to ${LONGEST_MESSAGE_OCTETS} octets, a multiple of 4`,
          String(length),
        );
      }
      if (view.byteLength < length) break;
      messages.push(decode(data.subarray(offset, offset + length)));
      offset += length;
    }
    this.held = data.slice(offset);
    return messages;
  }
}

function decode(bytes: Uint8Array): BasebandMessage {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = view.getUint32(bytes.length - TRAILER_OCTETS);
  if (end !== END_FLAG) throw new BasebandProtocolError('end flag', hex(END_FLAG), hex(end));
  if (view.getUint16(8) !== VERSION)
    throw new BasebandProtocolError('version', String(VERSION), String(view.getUint16(8)));
  const sequence = view.getUint32(12);
  const type = view.getUint16(10);
  const payloadOctets = bytes.length - HEADER_OCTETS - TRAILER_OCTETS;
  const need = (octets: number): void => {
    if (payloadOctets < octets)
      throw new BasebandProtocolError('payload', `at least ${octets} octets`, String(payloadOctets));
  };
  switch (type) {
    case messageTypes.telemetryBits: {
      need(32);
      const bitCount = view.getUint32(40);
      const octets = checkedOctets(bitCount, view.getUint32(44), payloadOctets - 32);
      const flags = view.getUint16(26);
      return {
        type: 'telemetry-bits',
        sequence,
        firstBitTime: taiFromCds(decodeCds(bytes, timeTag, 16), timeTag),
        bitRateBps: view.getFloat64(28),
        bitCount,
        carrierLock: (flags & 1) !== 0,
        bitLock: (flags & 2) !== 0,
        esN0Db: view.getFloat32(36),
        bits: bytes.slice(48, 48 + octets),
      };
    }
    case messageTypes.configureReception:
      need(16);
      return { type: 'configure-reception', sequence, carrierHz: view.getFloat64(16), bitRateBps: view.getFloat64(24) };
    case messageTypes.stopReception:
      return { type: 'stop-reception', sequence };
    case messageTypes.receptionEnded:
      need(8);
      return { type: 'reception-ended', sequence, bitCount: Number(view.getBigUint64(16)) };
    case messageTypes.startTransmission:
      need(28);
      return {
        type: 'start-transmission',
        sequence,
        carrierHz: view.getFloat64(16),
        bitRateBps: view.getFloat64(24),
        carrierOnlyS: view.getFloat64(32),
        acquisitionOctets: view.getUint32(40),
      };
    case messageTypes.stopTransmission:
      return { type: 'stop-transmission', sequence };
    case messageTypes.telecommand: {
      need(16);
      const bitCount = view.getUint32(24);
      const octets = checkedOctets(bitCount, view.getUint32(28), payloadOctets - 16);
      return {
        type: 'telecommand',
        sequence,
        identifier: view.getBigUint64(16),
        bitCount,
        bits: bytes.slice(32, 32 + octets),
      };
    }
    case messageTypes.telecommandRadiated: {
      need(30);
      const identifier = view.getBigUint64(16);
      const outcome = view.getUint16(24);
      if (outcome > 1) throw new BasebandProtocolError('outcome', '0 or 1', String(outcome));
      if (outcome === 1) return { type: 'telecommand-radiated', sequence, identifier, outcome: 'not-radiated' };
      return {
        type: 'telecommand-radiated',
        sequence,
        identifier,
        outcome: 'radiated',
        firstBitTime: taiFromCds(decodeCds(bytes, timeTag, 26), timeTag),
        endOfLastBitTime: taiFromCds(decodeCds(bytes, timeTag, 36), timeTag),
      };
    }
    case messageTypes.transmissionStatus: {
      need(22);
      const flags = view.getUint16(16);
      return {
        type: 'transmission-status',
        sequence,
        carrierUp: (flags & 1) !== 0,
        modulating: (flags & 2) !== 0,
        queuedCltus: view.getUint32(18),
        carrierHz: view.getFloat64(22),
        bitRateBps: view.getFloat64(30),
      };
    }
    default:
      throw new BasebandProtocolError('type', Object.values(messageTypes).join(', '), String(type));
  }
}

/** Octets that hold `bitCount` bits, where the message says the same and has room for them. */
function checkedOctets(bitCount: number, octets: number, room: number): number {
  if (octets === Math.ceil(bitCount / 8) && octets <= room) return octets;
  throw new BasebandProtocolError(
    'octet count',
    `${Math.ceil(bitCount / 8)} for ${bitCount} bits, within the message`,
    String(octets),
  );
}
