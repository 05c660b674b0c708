export { EncodeError, UnknownNameError, XtceError } from './errors.js';
export type {
  AlarmDefinition,
  AlarmLevel,
  AlarmRange,
  BinaryEncoding,
  Calibrator,
  Charset,
  ComparisonLiteral,
  ComparisonOperator,
  ContainerDefinition,
  ContainerEntry,
  ContextCalibrator,
  Criterion,
  DataEncoding,
  EngineeringValue,
  EntryLocation,
  EnumerationLabel,
  FieldSize,
  FloatEncoding,
  IntegerCoding,
  IntegerEncoding,
  MissionDatabase,
  ParameterDefinition,
  ParameterKind,
  RawValue,
  StringEncoding,
  TimeScale,
} from './definitions.js';
export { loadMissionDatabase } from './load/load-mission-database.js';
export { findContainer } from './find-container.js';
export { type DecodedEntry } from './codec/packet-values.js';
export {
  compileDecoder,
  type DecodedPacket,
  type DecodeFailure,
  type DecodeResult,
  type PacketDecoder,
} from './codec/decoder.js';
export { compileEncoder, type PacketEncoder, type PacketValues } from './codec/encoder.js';
export { engineeringToRaw } from './codec/raw-value.js';
export { type LimitCheck, monitor } from './codec/limits.js';
