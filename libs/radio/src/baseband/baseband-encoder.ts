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
    case 'start-transmission': {
      const { bytes, view } = frame(messageTypes.startTransmission, message.sequence, 28);
      view.setFloat64(16, message.carrierHz);
      view.setFloat64(24, message.bitRateBps);
      view.setFloat64(32, message.carrierOnlyS);
      view.setUint32(40, message.acquisitionOctets);
      return bytes;
    }
    case 'stop-transmission':
      return frame(messageTypes.stopTransmission, message.sequence, 0).bytes;
    case 'telecommand': {
      const octets = Math.ceil(message.bitCount / 8);
      const { bytes, view } = frame(messageTypes.telecommand, message.sequence, 16 + octets);
      view.setBigUint64(16, message.identifier);
      view.setUint32(24, message.bitCount);
      view.setUint32(28, octets);
      bytes.set(message.bits.subarray(0, octets), 32);
      return bytes;
    }
    case 'telecommand-radiated': {
      const { bytes, view } = frame(messageTypes.telecommandRadiated, message.sequence, 30);
      view.setBigUint64(16, message.identifier);
      if (message.outcome === 'not-radiated') {
        view.setUint16(24, 1);
        return bytes;
      }
      bytes.set(encodeCds(cdsFromTai(message.firstBitTime, timeTag), timeTag), 26);
      bytes.set(encodeCds(cdsFromTai(message.endOfLastBitTime, timeTag), timeTag), 36);
      return bytes;
    }
    case 'transmission-status': {
      const { bytes, view } = frame(messageTypes.transmissionStatus, message.sequence, 22);
      view.setUint16(16, (message.carrierUp ? 1 : 0) | (message.modulating ? 2 : 0));
      view.setUint32(18, message.queuedCltus);
      view.setFloat64(22, message.carrierHz);
      view.setFloat64(30, message.bitRateBps);
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
