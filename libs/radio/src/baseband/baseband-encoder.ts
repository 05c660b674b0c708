import { cdsFromTai, encodeCds } from '@app/ccsds';
import {
  type BasebandMessage,
  END_FLAG,
  HEADER_OCTETS,
  messageTypes,
  START_FLAG,
  timeTag,
  TRAILER_OCTETS,
  VERSION,
} from './baseband-message.js';

/** One message as octets, ready for the wire. */
export function encodeBasebandMessage(message: BasebandMessage): Uint8Array {
  switch (message.type) {
    case 'telemetry-bits': {
      const octets = Math.ceil(message.bitCount / 8);
      const { bytes, view } = frame(messageTypes.telemetryBits, message.sequence, 32 + octets);
      bytes.set(encodeCds(cdsFromTai(message.firstBitTime, timeTag), timeTag), 16);
      view.setUint16(26, (message.carrierLock ? 1 : 0) | (message.bitLock ? 2 : 0));
      view.setFloat64(28, message.bitRateBps);
      view.setFloat32(36, message.esN0Db);
      view.setUint32(40, message.bitCount);
      view.setUint32(44, octets);
      bytes.set(message.bits.subarray(0, octets), 48);
      return bytes;
    }
    case 'configure-reception': {
      const { bytes, view } = frame(messageTypes.configureReception, message.sequence, 16);
      view.setFloat64(16, message.carrierHz);
      view.setFloat64(24, message.bitRateBps);
      return bytes;
    }
    case 'stop-reception':
      return frame(messageTypes.stopReception, message.sequence, 0).bytes;
    case 'reception-ended': {
      const { bytes, view } = frame(messageTypes.receptionEnded, message.sequence, 8);
      view.setBigUint64(16, BigInt(message.bitCount));
      return bytes;
    }
  }
}

function frame(type: number, sequence: number, payloadOctets: number): { bytes: Uint8Array; view: DataView } {
  const padded = Math.ceil(payloadOctets / 4) * 4;
  const bytes = new Uint8Array(HEADER_OCTETS + padded + TRAILER_OCTETS);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, START_FLAG);
  view.setUint32(4, bytes.length);
  view.setUint16(8, VERSION);
  view.setUint16(10, type);
  view.setUint32(12, sequence >>> 0);
  view.setUint32(bytes.length - TRAILER_OCTETS, END_FLAG);
  return { bytes, view };
}
