// Replies of rotctld in its plain mode.
import {
  decimalNumber,
  malformed,
  MORE,
  type Parsed,
  refusal,
  type ReplyParser,
  value,
} from '../hamlib/hamlib-replies.js';
import type { AntennaPosition, RotatorLimits } from './rotator.port.js';

/** Azimuth and elevation, one a line, with no RPRT after them. A rotator of azimuth alone says 0 for the elevation. */
export const parsePosition: ReplyParser<AntennaPosition> = (lines) => {
  const refused = refusal(lines[0]);
  if (refused !== undefined) return refused;
  const wrong = lines.slice(0, 2).find((line) => !decimalNumber.test(line));
  if (wrong !== undefined) return malformed('azimuth and elevation, one a line', wrong);
  return lines.length < 2 ? MORE : value({ azimuthDeg: Number(lines[0]), elevationDeg: Number(lines[1]) });
};

/** Protocol 0: six bare lines. Protocol 1: version and model, then `key=value` lines to `done`. */
export const parseDumpState: ReplyParser<RotatorLimits> = (lines) => {
  const [version] = lines;
  if (version === undefined) return MORE;
  if (version === '0') return lines.length < 6 ? MORE : limitsOf(lines.slice(2, 6));
  if (version !== '1') return refusal(version) ?? malformed('protocol version 0 or 1', version);
  const done = lines.indexOf('done');
  if (done === -1) return lines.length > 64 ? malformed('"done" within 64 lines', lines.at(-1)) : MORE;
  const entries = new Map(lines.slice(2, done).map((line) => line.split('=', 2) as [string, string | undefined]));
  return limitsOf(['min_az', 'max_az', 'min_el', 'max_el'].map((key) => entries.get(key) ?? ''));
};

function limitsOf(texts: readonly string[]): Parsed<RotatorLimits> {
  const wrong = texts.find((text) => !decimalNumber.test(text));
  if (wrong !== undefined) return malformed('min_az, max_az, min_el and max_el in degrees', wrong);
  const [azimuthMinDeg = 0, azimuthMaxDeg = 0, elevationMinDeg = 0, elevationMaxDeg = 0] = texts.map(Number);
  // A rotator with one axis says the same of both ends of the other (`rot_type=Az`).
  const axes = [azimuthMaxDeg - azimuthMinDeg, elevationMaxDeg - elevationMinDeg];
  if (axes.some((range) => range < 0) || axes.every((range) => range === 0))
    return malformed('minima below maxima', texts.join(' '));
  return value({ azimuthMinDeg, azimuthMaxDeg, elevationMinDeg, elevationMaxDeg });
}
