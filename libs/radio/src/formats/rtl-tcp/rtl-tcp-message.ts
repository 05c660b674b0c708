/**
 * rtl_tcp, the protocol of librtlsdr's server of the same name, which receivers' programs read: the server greets with 12 octets and then
 * sends samples (I and Q, an octet each, 127.5 being 0) for as long as the connection lasts; the client sends commands of 5 octets. All
 * numbers are big-endian. Nothing acknowledges a command, and nothing in the samples says where it took effect.
 */
import { CodecError } from '@app/ccsds';

/** The octets are not this protocol's, or a value does not fit its field. */
export class RtlTcpError extends CodecError {
  override readonly name = 'RtlTcpError';
}

export const RTL_TCP_PORT = 1234;
export const GREETING_OCTETS = 12;
export const COMMAND_OCTETS = 5;
/** `RTL0`. */
export const GREETING_MAGIC = 0x52_54_4c_30;

/** Tuner chips by their number in the greeting. */
export const rtlTuners = ['unknown', 'E4000', 'FC0012', 'FC0013', 'FC2580', 'R820T', 'R828D'] as const;
export type RtlTuner = (typeof rtlTuners)[number];

export interface RtlTcpGreeting {
  readonly tuner: RtlTuner;
  /** How many steps of gain there are: 29 of an R820T. */
  readonly gainCount: number;
}

/** Commands by their opcode, 1 to 14; each has one parameter of 32 bits. */
export const rtlCommands = [
  'set-frequency',
  'set-sample-rate',
  'set-gain-mode',
  'set-gain',
  'set-frequency-correction',
  'set-if-gain',
  'set-test-mode',
  'set-agc-mode',
  'set-direct-sampling',
  'set-offset-tuning',
  'set-rtl-crystal',
  'set-tuner-crystal',
  'set-gain-by-index',
  'set-bias-tee',
] as const;
type RtlCommandName = (typeof rtlCommands)[number];

/** Whose parameter is signed. */
type SignedCommand = 'set-gain' | 'set-frequency-correction';
type TwofoldCommand = 'set-if-gain';

/**
 * One command. `value` is the parameter: hertz of frequency (below 2^32), sample rate and crystals; tenths of a decibel of gain; parts per
 * million of frequency correction; 1 or 0 of what is on or off (gain mode: 1 is by hand); 0, 1 (I) or 2 (Q) of direct sampling.
 */
export type RtlTcpCommand =
  | { readonly command: Exclude<RtlCommandName, TwofoldCommand>; readonly value: number }
  | { readonly command: TwofoldCommand; readonly stage: number; readonly tenthsOfDecibel: number }
  /** Servers pass over opcodes that they do not know: clients of their kin have more of them. */
  | { readonly command: 'unknown'; readonly opcode: number; readonly parameter: number };

const signed: readonly RtlCommandName[] = ['set-gain', 'set-frequency-correction'] satisfies SignedCommand[];
export const isSigned = (command: RtlCommandName): boolean => signed.includes(command);
