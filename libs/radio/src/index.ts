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
export { type Iq, type SamplePolynomial, shifted, valueAt } from './signal/iq.js';
export {
  bitsPerSymbol,
  DEFAULT_BANDWIDTH_TIME,
  DEFAULT_ROLL_OFF,
  type FrequencyModulation,
  type FrequencyWaveform,
  isLinear,
  type LinearModulation,
  type LinearWaveform,
  type Modulation,
  modulations,
  type Pulse,
  usualWaveform,
  type Waveform,
} from './modulation/waveform.js';
export { type Demodulator, type SignalEstimate, type SoftDecisions } from './demodulation/demodulator.js';
export { Modulator, type Stretch, stretchFrom } from './modulation/modulator.js';
export { SignalError } from './signal/signal-error.js';
export { rootRaisedCosine } from './pulse/root-raised-cosine.js';
export { frequencyPulse, phasePulse, phasePulseReach } from './pulse/phase-pulse.js';
export { GaussianNoise, type NoiseRatio, noiseSigma } from './signal/noise.js';
export { reversed, rotate, rotateInto } from './signal/mixer.js';
export { CarrierProfile, type FrequencyKnot, type TurnsStretch } from './signal/carrier-profile.js';
export { type LowPassDesign, lowPass } from './signal/low-pass.js';
export { Decimator } from './signal/decimator.js';
export { DcBlocker } from './signal/dc-blocker.js';
export { RealToComplex, type RealToComplexParameters } from './signal/real-to-complex.js';
export { ReceiverImpairments, type ReceiverImpairmentParameters } from './modulation/receiver-impairments.js';
export { BitClock } from './transmission/bit-clock.js';
export {
  type QueuedCltu,
  type RadiatedCltu,
  type Transmission,
  type TransmissionEvent,
  TransmissionMachine,
  type TransmitterStatus,
  type Tuning,
} from './transmission/transmission-machine.js';
export { TransmissionSignal, type TransmissionSignalParameters } from './transmission/transmission-signal.js';
export {
  type ItemCoding,
  type ItemType,
  type SampleFormat,
  type SampleFormatName,
  SampleFormatError,
  parseSampleFormat,
  sampleFormatName,
  sampleOctets,
} from './formats/samples/sample-format.js';
export { SampleDecoder, SampleEncoder } from './formats/samples/sample-stream.js';
export { type WavEncoding, WavError, type WavHeader, wavSampleFormat } from './formats/wav/wav-header.js';
export { type WavEnd, WavReader } from './formats/wav/wav-reader.js';
export { type WavHeaderFields, encodeWavHeader } from './formats/wav/wav-writer.js';
export {
  SIGMF_VERSION,
  SMMS_EXTENSION,
  type SigmfAnnotation,
  type SigmfCapture,
  SigmfError,
  type SigmfExtension,
  type SigmfFrameNotes,
  type SigmfGlobal,
  type SigmfMetadata,
  type SigmfPlace,
} from './formats/sigmf/sigmf-metadata.js';
export { encodeSigmfMetadata, parseSigmfMetadata } from './formats/sigmf/sigmf-codec.js';
export {
  type SigmfArchiveFields,
  type SigmfArchivePart,
  SigmfArchiveReader,
  sigmfArchiveHead,
  sigmfArchiveTail,
} from './formats/sigmf/sigmf-archive.js';
export {
  RTL_TCP_PORT,
  RtlTcpError,
  type RtlTcpCommand,
  type RtlTcpGreeting,
  type RtlTuner,
  rtlTuners,
} from './formats/rtl-tcp/rtl-tcp-message.js';
export { encodeRtlTcpCommand, encodeRtlTcpGreeting } from './formats/rtl-tcp/rtl-tcp-encoder.js';
export { RtlTcpCommandReader, RtlTcpSampleReader } from './formats/rtl-tcp/rtl-tcp-reader.js';
export {
  type DifiContext,
  type DifiData,
  DifiError,
  type DifiPacket,
  type DifiState,
  type DifiTimeScale,
  type DifiTimestamp,
  type DifiVersion,
  LONGEST_PACKET_OCTETS as LONGEST_DIFI_OCTETS,
  REFERENCE_POINT_IF as DIFI_REFERENCE_POINT_IF,
  unknownState as unknownDifiState,
} from './formats/difi/difi-packet.js';
export { decodeDifi } from './formats/difi/difi-decoder.js';
export { type DifiEdition, encodeDifi } from './formats/difi/difi-encoder.js';
export { type DifiItems, decodeDifiItems, difiSampleMultiple, encodeDifiItems } from './formats/difi/difi-items.js';
export { difiTimestampOf, instantOfDifi } from './formats/difi/difi-time.js';
export { type DifiEvent, DifiStream, type DifiStreamOptions } from './formats/difi/difi-stream.js';
export {
  FrequencyDemodulator,
  type FrequencyDemodulatorParameters,
} from './demodulation/frequency/frequency-demodulator.js';
export { FrequencyDemodulatorError } from './demodulation/frequency/frequency-demodulator.error.js';
export { type ReceivedTelemetryFrame } from './receiver/received-telemetry-frame.js';
export { SoftDecisionReceiver, type SoftDecisionReceiverParameters } from './receiver/soft-decision-receiver.js';
export { type TelemetryCoding, codeRate, ebN0Db } from './receiver/telemetry-coding.js';
export {
  TelemetryReceiver,
  type TelemetryReceiverParameters,
  type TelemetryReceiverStatus,
} from './receiver/telemetry-receiver.js';
export { DecimationChain } from './receiver/decimation-chain.js';
export { CommandBits, type DemodulatedCltu } from './receiver/command-bits.js';
export { CoherentGmskDemodulator, type CoherentGmskParameters } from './demodulation/coherent-gmsk-demodulator.js';
export { LinearDemodulator } from './demodulation/linear/linear-demodulator.js';
export { type LinearDemodulatorOptions } from './demodulation/linear/linear-options.js';
export { rotatedDecisions } from './demodulation/linear/rotated-decisions.js';
