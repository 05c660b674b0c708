import { NS_PER_SECOND, type Tai, utcDayOf } from '@app/time';
import {
  type BasebandMessage,
  END_FLAG,
  HEADER_OCTETS,
  messageTypes,
  START_FLAG,
  TRAILER_OCTETS,
  VERSION,
} from './baseband-message.js';

/** One message as octets, ready for the wire. */
export function encodeBasebandMessage(message: BasebandMessage): Uint8Array {
  switch (message.type) {
    case 'telemetry-bits': {
      const octets = Math.ceil(message.bitCount / 8);
      const { bytes, view } = frame(messageTypes.telemetryBits, message.sequence, 32 + octets);
      writeTimeTag(view, 16, message.firstBitTime);
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

/** CCSDS day segmented time (301.0-B), ten octets: UTC days since 1958, milliseconds of the day, picoseconds of the millisecond. */
function writeTimeTag(view: DataView, offset: number, tai: Tai): void {
  const { utcDay, nsOfDay } = utcDayOf(tai);
  const milliseconds = nsOfDay / (NS_PER_SECOND / 1000n);
  view.setUint16(offset, utcDay);
  view.setUint32(offset + 2, Number(milliseconds));
  view.setUint32(offset + 6, Number(nsOfDay - milliseconds * 1_000_000n) * 1000);
}
