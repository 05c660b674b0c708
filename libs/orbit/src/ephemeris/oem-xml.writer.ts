import { type Oem, type OemSegment } from './oem.js';
import { stateKeywords } from './oem-builder.js';
import { type Fields, headerFields, metadataFields, oemVersion, oneLine, stateItems } from './oem-fields.js';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escaped = (text: string): string => text.replaceAll(/[&<>]/g, (character) => escapes[character] ?? character);
const tags = (fields: Fields): string => fields.map(([key, value]) => `<${key}>${escaped(value)}</${key}>\n`).join('');
const commentTags = (comments: readonly string[]): string =>
  tags(comments.map((comment) => ['COMMENT', oneLine(comment, 'COMMENT')] as const));

function stateText(segment: OemSegment, index: number): string {
  const items = stateItems(segment, index).map((item, at) => [stateKeywords[at] ?? '', item] as const);
  return `<stateVector>\n${tags(items)}</stateVector>\n`;
}

function segmentText(segment: OemSegment): string {
  const metadata = `${commentTags(segment.metadataComments)}${tags(metadataFields(segment))}`;
  const states = segment.epochs.map((_, index) => stateText(segment, index)).join('');
  return (
    `<segment>\n<metadata>\n${metadata}</metadata>\n` +
    `<data>\n${commentTags(segment.dataComments)}${states}</data>\n</segment>\n`
  );
}

/** The message in XML, its units those of the book and not written. Reads back as `toOemKvn` does; throws what that throws. */
export function toOemXml(oem: Oem): string {
  const header = `${commentTags(oem.comments)}${tags(headerFields(oem))}`;
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<oem id="CCSDS_OEM_VERS" version="${oemVersion(oem)}">\n` +
    `<header>\n${header}</header>\n<body>\n${oem.segments.map(segmentText).join('')}</body>\n</oem>\n`
  );
}
