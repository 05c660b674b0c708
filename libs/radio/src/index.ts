export {
  BasebandProtocolError,
  IDLE_OCTET,
  IDLE_OCTETS_BETWEEN_CLTUS,
  type BasebandMessage,
  type ReceptionConfiguration,
  type Telecommand,
  type TelecommandRadiated,
  type TelemetryBits,
  type TransmissionStart,
  type TransmissionStatus,
} from './baseband/baseband-message.js';
export { encodeBasebandMessage } from './baseband/baseband-encoder.js';
export { BasebandMessageReader } from './baseband/baseband-reader.js';
