import { type Oem, type OemSegment } from './oem.js';
import { type Fields, headerFields, metadataFields, oemVersion, oneLine, stateItems } from './oem-fields.js';

const lines = (fields: Fields): string => fields.map(([key, value]) => `${key} = ${value}\n`).join('');
const commentLines = (comments: readonly string[]): string =>
  comments.map((comment) => `COMMENT ${oneLine(comment, 'COMMENT')}\n`).join('');

function segmentText(segment: OemSegment): string {
  const states = segment.epochs.map((_, index) => `${stateItems(segment, index).join(' ')}\n`).join('');
  const metadata = `${commentLines(segment.metadataComments)}${lines(metadataFields(segment))}`;
  return `\nMETA_START\n${metadata}META_STOP\n\n${commentLines(segment.dataComments)}${states}`;
}

/**
 * The message in keyword-value notation; it reads back the same but for covariance matrices, of which we keep only the count. Numbers have 16
 * digits at most, as the book demands: what was computed, not read, is rounded by less than a nanometre. Throws EphemerisError:
 * a text with line breaks.
 */
export function toOemKvn(oem: Oem): string {
  const header = `CCSDS_OEM_VERS = ${oemVersion(oem)}\n${commentLines(oem.comments)}${lines(headerFields(oem))}`;
  return `${header}${oem.segments.map(segmentText).join('')}`;
}
