export { CodecError } from './codec-error.js';
export { HexError, bytesToHex, hexToBytes } from './hex.js';
export {
  HeaderError,
  type HeaderDefinition,
  type HeaderFields,
  type HeaderValues,
  defineHeader,
} from './header/define-header.js';
export {
  IDLE_APID,
  SEQUENCE_COUNT_MODULO,
  SPACE_PACKET_HEADER_LENGTH,
  SPACE_PACKET_MAX_LENGTH,
  SPACE_PACKET_MIN_LENGTH,
  SpacePacketError,
  type PacketType,
  type SequenceFlags,
  type SpacePacket,
  type SpacePacketFields,
  type SpacePacketHeader,
  buildIdlePacket,
  buildSpacePacket,
  missingPackets,
  parseSpacePacket,
  parseSpacePacketHeader,
  spacePacketLength,
  spacePacketPrimaryHeader,
} from './space-packet/space-packet.js';
export {
  ENCAPSULATION_VERSION,
  encapsulationHeaderLength,
  encapsulationPacketLength,
  isEncapsulationIdle,
} from './space-packet/encapsulation-packet.js';
export {
  FHP_NO_PACKET_START,
  FHP_ONLY_IDLE_DATA,
  TM_COUNTER_MODULO,
  TM_PRIMARY_HEADER_LENGTH,
  TmFrameError,
  type TmFrame,
  type TmFrameErrorReason,
  type TmFrameFields,
  type TmManagedParameters,
  type TmSecondaryHeader,
  encodeTmFrame,
  parseTmFrame,
  tmDataFieldLength,
  tmPrimaryHeader,
  validateTmParameters,
} from './tm-frame/tm-frame.js';
export {
  type CounterStep,
  type MasterChannelState,
  compareCounter,
  initialMasterChannelState,
  trackMasterChannel,
} from './packet-extraction/frame-counter.js';
export {
  ExtractionStateError,
  type ExtractionState,
  type FrameRef,
  type PacketGap,
  type PacketKind,
  type PartialPacket,
  type SerialisedExtractionState,
  deserialiseExtractionState,
  initialExtractionState,
  serialiseExtractionState,
} from './packet-extraction/extraction-state.js';
export {
  type ExtractableFrame,
  type ExtractionErrorReason,
  type ExtractionOptions,
  type ExtractionOutput,
  type ExtractionStep,
  extractPackets,
} from './packet-extraction/extract-packets.js';
export {
  MultiplexerError,
  VirtualChannelMultiplexer,
  type MultiplexedFrame,
  type MultiplexerParameters,
  type NextFrameOptions,
} from './packet-multiplexing/virtual-channel-multiplexer.js';
export { type PackedDataField, PacketPacker } from './packet-multiplexing/packet-packer.js';
export { crc16 } from './coding/crc16.js';
export { type TmRandomizer, randomizeTc, randomizeTm } from './coding/randomizer.js';
export {
  ReedSolomonCodec,
  ReedSolomonError,
  type ReedSolomonDecoded,
  type ReedSolomonParameters,
} from './coding/reed-solomon.js';
export {
  ASM,
  ASM_LENGTH,
  CaduCodec,
  CaduError,
  type DecodedCadu,
  type TmCodingParameters,
  decodeCadu,
  encodeCadu,
} from './sync/cadu.js';
export {
  FrameSynchroniser,
  SynchroniserError,
  type FrameSyncState,
  type SynchroniserMode,
  type SynchroniserOutput,
  type SynchroniserParameters,
} from './sync/frame-synchroniser.js';
export { type Clcw, ClcwError, clcwLayout, encodeClcw, parseClcw } from './ocf/clcw.js';
export {
  type CucFormat,
  type CucTime,
  CucError,
  cucFromTai,
  decodeCuc,
  encodeCuc,
  encodeCucPField,
  parseCucPField,
  taiFromCuc,
} from './time-code/cuc.js';
export {
  type CdsFormat,
  type CdsTime,
  CdsError,
  cdsFromTai,
  cdsLength,
  decodeCds,
  encodeCds,
  encodeCdsPField,
  parseCdsPField,
  taiFromCds,
} from './time-code/cds.js';
export {
  PUS_C_VERSION,
  PusTmError,
  type PusTmSecondaryHeader,
  encodePusTmSecondaryHeader,
  parsePusTmSecondaryHeader,
  pusTmHeader,
  pusTmSecondaryHeaderLength,
} from './pus/tm-secondary-header.js';
