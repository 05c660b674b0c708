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
  EncapsulationPacketError,
  type EncapsulationHeader,
  type EncapsulationPacket,
  type EncapsulationPacketFields,
  buildEncapsulationIdlePacket,
  buildEncapsulationPacket,
  encapsulationHeaderLength,
  encapsulationHeaders,
  encapsulationPacketLength,
  encapsulationProtocols,
  isEncapsulationIdle,
  parseEncapsulationPacket,
} from './space-packet/encapsulation-packet.js';
export {
  type SequenceTally,
  compareSequenceCount,
  initialSequenceTally,
  tallySequenceCount,
} from './space-packet/sequence-count.js';
export {
  type PacketStreamOptions,
  type StreamFault,
  type StreamPacket,
  type StreamRest,
  scanPackets,
} from './space-packet/packet-stream.js';
export { type ApidStatistics, countPacket, packetStatistics } from './space-packet/packet-statistics.js';
export {
  type PacketDropReason,
  type PacketReassemblyEvent,
  type PacketReassemblyOptions,
  type PacketReassemblyOutput,
  type PacketReassemblyState,
  type PacketReassemblyStep,
  type PacketSegmentation,
  initialPacketReassemblyState,
  reassemblePackets,
  segmentIntoPackets,
} from './space-packet/packet-segmentation.js';
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
  type PacketKind,
  type SerialisedExtractionState,
  deserialiseExtractionState,
  initialExtractionState,
  serialiseExtractionState,
} from './packet-extraction/extraction-state.js';
export {
  type FrameRef,
  type PacketGap,
  type PartialPacket,
  type ReceivedPiece,
  packetGaps,
  receivedPieces,
} from './packet-extraction/partial-packet.js';
export {
  type ExtractableFrame,
  type ExtractedPacket,
  type ExtractionErrorReason,
  type ExtractionOptions,
  type ExtractionOutput,
  type ExtractionStep,
} from './packet-extraction/extraction-output.js';
export { abandonPacket, extractPackets } from './packet-extraction/extract-packets.js';
export {
  AOS_COUNTER_MODULO,
  AOS_CYCLE_COUNTER_MODULO,
  AOS_FRAME_MAX_LENGTH,
  AOS_IDLE_VCID,
  AOS_PRIMARY_HEADER_LENGTH,
  type AosManagedParameters,
  aosCounterModulo,
  aosDataFieldLength,
  validateAosParameters,
} from './aos-frame/aos-parameters.js';
export {
  AOS_TFVN,
  type AosFrame,
  type AosFrameFields,
  aosCountFields,
  aosFrameCount,
  aosPrimaryHeader,
  encodeAosFrame,
  parseAosFrame,
} from './aos-frame/aos-frame.js';
export { AosFrameError, type AosFrameErrorReason } from './aos-frame/aos-frame-error.js';
export {
  FRAME_HEADER_ERROR_CONTROL_LENGTH,
  type CorrectedFrameHeader,
  correctFrameHeader,
  frameHeaderErrorControl,
} from './aos-frame/frame-header-error-control.js';
export {
  M_PDU_HEADER_LENGTH,
  type MPdu,
  encodeMPdu,
  extractableAosFrame,
  mPduPacketZoneLength,
  parseMPdu,
} from './aos-frame/m-pdu.js';
export {
  B_PDU_HEADER_LENGTH,
  BDP_ALL_VALID,
  BDP_ONLY_IDLE_DATA,
  type BPdu,
  encodeBPdu,
  parseBPdu,
} from './aos-frame/b-pdu.js';
export {
  VirtualChannelMultiplexer,
  type MultiplexedFrame,
  type MultiplexerParameters,
  type NextFrameOptions,
} from './packet-multiplexing/virtual-channel-multiplexer.js';
export {
  AosMultiplexer,
  type AosMultiplexedFrame,
  type AosMultiplexerParameters,
  type AosNextFrameOptions,
} from './packet-multiplexing/aos-multiplexer.js';
export { MultiplexerError } from './packet-multiplexing/virtual-channel-queues.js';
export { type PackedDataField, PacketPacker } from './packet-multiplexing/packet-packer.js';
export { Crc16Error, crc16 } from './coding/crc16.js';
export { type TmRandomizer, randomizeTc, randomizeTm } from './coding/randomizer.js';
export {
  type ConvolutionalParameters,
  type SymbolOrder,
  ConvolutionalEncoder,
  ConvolutionalError,
  validateConvolutional,
} from './coding/convolutional.js';
export { type DecodedBits, ConvolutionalDecoder } from './coding/convolutional-decoder.js';
export { NrzMCodec, NrzMError } from './coding/nrz-m.js';
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
  parseAsm,
} from './sync/cadu.js';
export {
  type CodedFrame,
  type CodedSynchroniserParameters,
  CodedFrameSynchroniser,
} from './sync/coded-frame-synchroniser.js';
export { type Rails } from './sync/quarter-turn.js';
export {
  FrameSynchroniser,
  SynchroniserError,
  type FrameSyncState,
  type SynchroniserMode,
  type SynchroniserOutput,
  type SynchroniserParameters,
} from './sync/frame-synchroniser.js';
export {
  TC_FRAME_MAX_LENGTH,
  TC_PRIMARY_HEADER_LENGTH,
  type TcFrame,
  type TcFrameFields,
  type TcFrameKind,
  type TcManagedParameters,
  encodeTcFrame,
  parseTcFrame,
  tcDataLength,
  tcFrameLength,
  tcPrimaryHeader,
  validateTcParameters,
} from './tc-frame/tc-frame.js';
export { TcFrameError, type TcFrameErrorReason } from './tc-frame/tc-frame-error.js';
export {
  SEGMENT_HEADER_LENGTH,
  type SegmentHeader,
  encodeSegmentHeader,
  parseSegmentHeader,
} from './tc-frame/segment-header.js';
export {
  type MapDropReason,
  type MapReassemblyEvent,
  type MapReassemblyOutput,
  type MapReassemblyState,
  type MapReassemblyStep,
  type MapSegment,
  initialMapReassemblyState,
  reassembleMap,
  segmentForMap,
} from './tc-frame/map-segmentation.js';
export { type TcPacketFault, type TcPackets, splitTcPackets } from './tc-frame/tc-packets.js';
export {
  BCH_CODEBLOCK_LENGTH,
  BCH_DATA_LENGTH,
  BchError,
  type BchDecoded,
  type BchMode,
  decodeBchCodeblock,
  encodeBchCodeblock,
} from './tc-coding/bch.js';
export {
  CLTU_FILL,
  CLTU_START_LENGTH,
  CLTU_START_SEQUENCE,
  CltuError,
  type CltuOptions,
  type CltuRest,
  type CltuTail,
  type DelimitedFrames,
  acquisitionSequence,
  cltuTailSequence,
  delimitTcFrames,
  encodeCltu,
  idleSequence,
} from './tc-coding/cltu.js';
export {
  CltuReceiver,
  type CltuAbandonReason,
  type CltuReceiverOutput,
  type CltuReceiverParameters,
  type CltuReceiverState,
} from './tc-coding/cltu-receiver.js';
export { type Clcw, ClcwError, OCF_LENGTH, clcwLayout, encodeClcw, parseClcw } from './ocf/clcw.js';
export { FECF_LENGTH } from './coding/frame-error-control.js';
export { Cop1Error } from './cop1/cop1-error.js';
export { FRAME_SEQUENCE_MODULO } from './cop1/sequence-number.js';
export { type ControlCommand, encodeControlCommand, parseControlCommand } from './cop1/control-command.js';
export {
  type FarmAction,
  type FarmDiscardReason,
  type FarmEvent,
  type FarmEventName,
  type FarmParameters,
  type FarmReport,
  type FarmState,
  type FarmStateName,
  type FarmStep,
  farmParameters,
  farmPositiveWindow,
  farmReport,
  initialFarm,
} from './cop1/farm-state.js';
export { stepFarm } from './cop1/farm.machine.js';
export { checkWindows } from './cop1/cop1-windows.js';
export {
  type FopClcw,
  type FopClcwEventName,
  type FopDirective,
  type FopDirectiveType,
  type FopEvent,
  type FopEventName,
} from './cop1/fop-events.js';
export {
  type FopAction,
  type FopAlertCode,
  type FopFrame,
  type FopParameters,
  type FopSentFrame,
  type FopState,
  type FopStateName,
  type FopStep,
  type FopSubject,
  type FopSuspendState,
  fopParameters,
  initialFop,
} from './cop1/fop-state.js';
export { type FopPractice, bookPractice, prebuiltFramesPractice } from './cop1/fop-practice.js';
export { classifyClcw, clcwConcerns } from './cop1/fop-clcw.js';
export { stepFop } from './cop1/fop.machine.js';
export {
  type CucFormat,
  type CucTime,
  CucError,
  cucFromTai,
  cucFromTaiPicoseconds,
  decodeCuc,
  encodeCuc,
  encodeCucPField,
  parseCucPField,
  taiFromCuc,
  taiPicosecondsFromCuc,
} from './time-code/cuc.js';
export {
  type CdsFormat,
  type CdsTime,
  CdsError,
  cdsFromTai,
  cdsFromTaiPicoseconds,
  cdsLength,
  decodeCds,
  encodeCds,
  encodeCdsPField,
  parseCdsPField,
  taiFromCds,
  taiPicosecondsFromCds,
  utcDayOfCds,
} from './time-code/cds.js';
export {
  type AsciiTime,
  type AsciiTimeFormat,
  asciiFromTaiPicoseconds,
  encodeAsciiTime,
  parseAsciiTime,
  taiPicosecondsFromAscii,
} from './time-code/ascii-time.js';
export { AsciiTimeError } from './time-code/ascii-time-checks.js';
export {
  PUS_C_VERSION,
  PusTmError,
  type PusTmSecondaryHeader,
  encodePusTmSecondaryHeader,
  parsePusTmSecondaryHeader,
  pusTmHeader,
  pusTmSecondaryHeaderLength,
} from './pus/tm-secondary-header.js';
export {
  PACKET_ERROR_CONTROL_LENGTH,
  appendPacketErrorControl,
  hasValidPacketErrorControl,
} from './pus/packet-error-control.js';
export {
  PUS_TC_SECONDARY_HEADER_LENGTH,
  PusTcError,
  type AcknowledgementFlags,
  type PusTcPacket,
  type PusTcPacketFields,
  type PusTcSecondaryHeader,
  buildPusTcPacket,
  encodePusTcSecondaryHeader,
  parsePusTcPacket,
  parsePusTcSecondaryHeader,
  pusTcHeader,
} from './pus/tc-secondary-header.js';
export { type PusTmPacket, type PusTmPacketFields, buildPusTmPacket, parsePusTmPacket } from './pus/tm-packet.js';
export {
  EVENT_REPORTING_SERVICE,
  EventReportingError,
  type EventFormat,
  type EventMessage,
  type EventSeverity,
  encodeEventMessage,
  eventSubtype,
  parseEventMessage,
} from './pus/event-reporting.js';
export {
  TEST_SERVICE,
  TestServiceError,
  type TestFormat,
  type TestMessage,
  encodeTestMessage,
  parseTestMessage,
  testSubtype,
} from './pus/test-service.js';
export {
  REQUEST_ID_LENGTH,
  REQUEST_VERIFICATION_SERVICE,
  VerificationReportError,
  type RequestId,
  type VerificationFormat,
  type VerificationKind,
  type VerificationReport,
  type VerificationStage,
  encodeRequestId,
  encodeVerificationReport,
  parseRequestId,
  parseVerificationReport,
  requestIdLayout,
  verificationKind,
  verificationSubtype,
} from './pus/request-verification.js';
