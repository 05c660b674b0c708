import {
  annotationFields,
  captureFields,
  globalFields,
  list,
  readFields,
  record,
  refuse,
  writeFields,
} from './sigmf-fields.js';
import { SIGMF_VERSION, SMMS_EXTENSION, type SigmfAnnotation, type SigmfMetadata } from './sigmf-metadata.js';

/** Versions that are read: 0 and 1 have what is read here in common. */
const readableVersion = /^[01]\.\d+\.\d+$/;

/** The text of a `.sigmf-meta` file. Keys of other namespaces are passed over. Throws SigmfError. */
export function parseSigmfMetadata(text: string): SigmfMetadata {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return refuse('$', 'JSON', error instanceof SyntaxError ? error.message : text);
  }
  const root = record(json, '$');
  const globalJson = record(root['global'], '$.global');
  const version = globalJson['core:version'];
  if (typeof version !== 'string' || !readableVersion.test(version))
    refuse('$.global.core:version', '1.x.y or 0.x.y', version);
  const channels = globalJson['core:num_channels'] ?? 1;
  if (channels !== 1) refuse('$.global.core:num_channels', '1 (no more are read)', channels);
  const global = readFields(globalJson, '$.global', globalFields);
  for (const [i, { name, optional }] of (global.extensions ?? []).entries())
    if (!optional && name !== SMMS_EXTENSION.name)
      refuse(`$.global.core:extensions[${i}].optional`, 'true of an extension that is not known here', name);
  const captures = list(root['captures'], '$.captures').map((one, i) =>
    readFields(one, `$.captures[${i}]`, captureFields),
  );
  const annotations = list(root['annotations'], '$.annotations').map((one, i) =>
    readFields(one, `$.annotations[${i}]`, annotationFields),
  );
  checkOrder(captures, '$.captures');
  checkAnnotations(annotations);
  return { global, captures, annotations };
}

/**
 * The text of a `.sigmf-meta` file of version 1.2.5. Our extension is declared where an annotation uses it. Throws SigmfError: a value
 * that the standard does not allow, or segments that are out of order.
 */
export function encodeSigmfMetadata({ global, captures, annotations }: SigmfMetadata): string {
  checkOrder(captures, '$.captures');
  checkAnnotations(annotations);
  const annotationsJson = annotations.map((one, i) => writeFields(one, `$.annotations[${i}]`, annotationFields));
  const usesOurs = annotationsJson.some((one) => Object.keys(one).some((key) => key.startsWith('smms:')));
  const declared = global.extensions ?? [];
  const extensions =
    usesOurs && !declared.some(({ name }) => name === SMMS_EXTENSION.name) ? [...declared, SMMS_EXTENSION] : declared;
  const { 'core:datatype': datatype, ...rest } = writeFields(
    { ...global, ...(extensions.length > 0 && { extensions }) },
    '$.global',
    globalFields,
  );
  const json = {
    global: { 'core:datatype': datatype, 'core:version': SIGMF_VERSION, ...rest },
    captures: captures.map((one, i) => writeFields(one, `$.captures[${i}]`, captureFields)),
    annotations: annotationsJson,
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

function checkOrder(segments: readonly { readonly sampleStart: number }[], where: string): void {
  for (let i = 1; i < segments.length; i++)
    if (segments[i]!.sampleStart < segments[i - 1]!.sampleStart)
      refuse(`${where}[${i}].core:sample_start`, `${segments[i - 1]!.sampleStart} or more`, segments[i]!.sampleStart);
}

function checkAnnotations(annotations: readonly SigmfAnnotation[]): void {
  checkOrder(annotations, '$.annotations');
  for (const [i, { lowerEdgeHz, upperEdgeHz }] of annotations.entries())
    if ((lowerEdgeHz === undefined) !== (upperEdgeHz === undefined))
      refuse(
        `$.annotations[${i}]`,
        'both edges of frequency or neither',
        lowerEdgeHz === undefined ? 'upper' : 'lower',
      );
}
