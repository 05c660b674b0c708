import { pointingTable } from '@app/flight-products';
import { type TrackChoice, pointingProfile, topocentricFrame, trackChoice } from '@app/orbit';
import { type AntennaFile, readAntennaLimits } from '../contact-choice/antenna-limits-file.js';
import { bodySeparations } from '../contact-choice/body-separation.js';
import { type ChoiceOptions, choiceRequest } from '../contact-choice/choice-options.js';
import {
  type ContactChoice,
  type ChosenContact,
  chooseContacts,
  contactName,
} from '../contact-choice/choose-contacts.js';
import { contactNotes, missingText } from '../contact-choice/contact-text.js';
import { requireRows, stepValue } from '../contact-choice/number-value.js';
import { oneStation } from '../contact-choice/one-station.js';
import { runTool } from '../contact-choice/run-tool.js';
import { writePieces } from '../contact-choice/write-pieces.js';
import { OfflineInputError } from '../offline/offline-input.error.js';
import { type OfflineIo } from '../offline/offline-io.js';
import { choice } from '../offline/run-offline.js';
import { programmeFile, trackNotes } from './track-programme.js';

export interface PointingOptions extends ChoiceOptions {
  readonly step?: string | undefined;
  readonly limits?: string | undefined;
  readonly format?: string | undefined;
}

export const DEFAULT_STEP_S = 1;
export const pointingFormats = ['csv', 'text', 'programme'] as const;
type PointingFormat = (typeof pointingFormats)[number];

async function writeContact(
  io: OfflineIo,
  contact: ChosenContact,
  { model }: ContactChoice,
  stepS: number,
  format: PointingFormat,
  antenna: AntennaFile | undefined,
): Promise<void> {
  const { path, window, losSeconds } = contact;
  const { spacecraft, station } = window;
  const profile = pointingProfile(path, topocentricFrame(contact.station), 0, losSeconds, stepS);
  const track: TrackChoice | undefined = antenna && trackChoice(profile, antenna.limits, antenna.settings);
  const missing = missingText(contact, profile.missing);
  const bodies = profile.missing === undefined ? bodySeparations(contact, antenna?.beamwidthDeg).notes : [];
  const found = [...missing, ...(track === undefined ? [] : trackNotes(track, path.start))];
  for (const text of [...found, ...(antenna === undefined ? [] : bodies)])
    io.stderr(`${contactName(window)}: ${text}\n`);
  const head = {
    spacecraft,
    station,
    start: path.start,
    notes: [...contactNotes(contact, model), ...found, ...bodies],
  };
  if (format !== 'programme')
    return writePieces(io, pointingTable({ ...head, curve: profile, signal: profile.signal }, format));
  if (track === undefined || track.outcome === 'none')
    throw new OfflineInputError(contactName(window), 'a way to follow it within the limits', track?.reason ?? 'none');
  return writePieces(io, programmeFile(track, head));
}

/** Runs `smms pointing`: where to point along each chosen contact, or what an antenna's axes are to do along one. */
export function runPointing(options: PointingOptions, io: OfflineIo): Promise<number> {
  return runTool(io, async () => {
    const format = choice('--format', options.format, pointingFormats, 'csv');
    const stepS = stepValue(options.step, DEFAULT_STEP_S);
    const request = choiceRequest(options, format === 'programme' ? 1 : 'all');
    if (format === 'programme' && options.limits === undefined)
      throw new OfflineInputError('--limits', "the antenna's limits for --format programme", 'nothing');
    if (format === 'programme' && request.contact === 'all')
      throw new OfflineInputError('--contact', 'one contact for --format programme', '"all"');
    const antenna = options.limits === undefined ? undefined : await readAntennaLimits(io, options.limits);
    const chosen = await chooseContacts(io, request);
    for (const { losSeconds } of chosen.contacts) requireRows(stepS, losSeconds);
    if (antenna !== undefined) oneStation(chosen.contacts, '--limits');
    for (const contact of chosen.contacts) await writeContact(io, contact, chosen, stepS, format, antenna);
  });
}
