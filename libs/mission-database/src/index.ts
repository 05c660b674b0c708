export { type ArgumentProblem, CommandArgumentError, EncodeError, UnknownNameError, XtceError } from './errors.js';
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
export {
  type ArgumentDefinition,
  type ArgumentSize,
  type CommandDefinition,
  type CommandSignificance,
  type ConsequenceLevel,
  type ValidRange,
  consequenceLevels,
} from './command/command-definition.js';
export { commandsOf, findCommand } from './command/find-command.js';
export { isHazardous } from './command/significance.js';
export { type ArgumentCheck, type CommandArguments, checkArguments } from './command/check-arguments.js';
export { argumentText, commandText } from './command/argument-text.js';
export { type Acknowledgement, type CommandHeader, defaultAcknowledgement } from './command/command-header.js';
export { type CommandEncoder, compileCommand } from './command/command-encoder.js';
export {
  type CommandDecodeFailure,
  type CommandDecoder,
  type CommandDecodeResult,
  type DecodedCommand,
  compileCommandDecoder,
} from './command/command-decoder.js';
