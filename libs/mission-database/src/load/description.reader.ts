import { checkShape, child, foldedText } from '../xml/strict-reader.js';
import { type XmlElement } from '../xml/xml-element.js';

/** `description`: the short one, else the long one's first sentence. Both on one line each. */
export function readDescriptions(element: XmlElement): { description: string; longDescription: string } {
  const long = child(element, 'LongDescription');
  if (long !== undefined) checkShape(long, { text: true });
  const longDescription = long === undefined ? '' : foldedText(long);
  const short = element.attributes.get('shortDescription')?.replace(/\s+/g, ' ').trim() ?? '';
  const firstSentence = /^.*?\.(?= |$)/.exec(longDescription)?.[0] ?? longDescription;
  return { description: short === '' ? firstSentence : short, longDescription };
}
