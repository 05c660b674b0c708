// Replies of rigctld in its plain mode.
import { decimalNumber, malformed, MORE, refusal, type ReplyParser, value } from '../hamlib/hamlib-replies.js';
import type { TransceiverMode } from './transceiver.port.js';

/** One number. */
export const parseNumber: ReplyParser<number> = ([line]) => {
  if (line === undefined) return MORE;
  return refusal(line) ?? (decimalNumber.test(line) ? value(Number(line)) : malformed('a number', line));
};

/** Several kinds of key (1 to 3) are all a carrier. */
export const parseSwitch: ReplyParser<boolean> = ([line]) => {
  if (line === undefined) return MORE;
  return refusal(line) ?? (/^[0-3]$/.test(line) ? value(line !== '0') : malformed('0 or 1', line));
};

/** Name of the mode and passband in hertz, one a line. */
export const parseMode: ReplyParser<TransceiverMode> = ([mode, passband]) => {
  const refused = refusal(mode);
  if (refused !== undefined) return refused;
  if (mode !== undefined && !/^[A-Z][A-Z0-9-]*$/.test(mode)) return malformed('the name of a mode', mode);
  if (mode === undefined || passband === undefined) return MORE;
  return decimalNumber.test(passband)
    ? value({ mode, passbandHz: Number(passband) })
    : malformed('a passband', passband);
};

/** 0 or 1, then the name of the VFO that transmits. */
export const parseSplit: ReplyParser<boolean> = ([split, vfo]) => {
  const refused = refusal(split);
  if (refused !== undefined) return refused;
  if (split !== undefined && !/^[01]$/.test(split)) return malformed('0 or 1, then a VFO', split);
  return split === undefined || vfo === undefined ? MORE : value(split === '1');
};
