export {
  BasebandProtocolError,
  type BasebandMessage,
  type ReceptionConfiguration,
  type TelemetryBits,
} from './baseband/baseband-message.js';
export { encodeBasebandMessage } from './baseband/baseband-encoder.js';
export { BasebandMessageReader } from './baseband/baseband-reader.js';
