import { dopplerTable } from '@app/flight-products';
import { type DopplerLink, type DopplerProfile, dopplerProfile } from '@app/orbit';
import { type ChoiceOptions, choiceRequest } from '../contact-choice/choice-options.js';
import { type ChosenContact, chooseContacts } from '../contact-choice/choose-contacts.js';
import { contactNotes, modelJson } from '../contact-choice/contact-text.js';
import { numberValue, requireRows, stepValue } from '../contact-choice/number-value.js';
import { runTool } from '../contact-choice/run-tool.js';
import { jsonWithList, writePieces } from '../contact-choice/write-pieces.js';
import { OfflineInputError } from '../offline/offline-input.error.js';
import { type OfflineIo } from '../offline/offline-io.js';
import { choice } from '../offline/run-offline.js';
import { dopplerJson } from './doppler-json.js';

export interface DopplerOptions extends ChoiceOptions {
  readonly downlinkHz?: string | undefined;
  readonly uplinkHz?: string | undefined;
  readonly step?: string | undefined;
  readonly format?: string | undefined;
}

export const DEFAULT_STEP_S = 1;
export const dopplerFormats = ['csv', 'text', 'json'] as const;

/** The model of the contact says `light time none`: that is about its times. */
const LIGHT_TIME_NOTE = 'times of the contact and ranges are geometric; offsets and rates count one-way light time';

/** What the times of a row mean. */
const TIME_TAGS = {
  downlink: 'reception at the station',
  uplink: 'transmission at the station',
  range: 'geometric, both ends at the time of the row',
};

function linkOf({ downlinkHz, uplinkHz }: DopplerOptions): DopplerLink {
  const frequency = (option: string, text: string): number =>
    numberValue(option, text, { unit: 'Hz', above: 0, to: 1e12 });
  if (downlinkHz === undefined && uplinkHz === undefined)
    throw new OfflineInputError('--downlink-hz, --uplink-hz', 'at least one of the two', 'neither');
  return {
    ...(downlinkHz !== undefined && { downlinkHz: frequency('--downlink-hz', downlinkHz) }),
    ...(uplinkHz !== undefined && { uplinkHz: frequency('--uplink-hz', uplinkHz) }),
  };
}

/** Runs `smms doppler`: range and Doppler along each chosen contact, from AOS every step, LOS included. */
export function runDoppler(options: DopplerOptions, io: OfflineIo): Promise<number> {
  return runTool(io, async () => {
    const request = choiceRequest(options, 'all');
    const link = linkOf(options);
    const step = stepValue(options.step, DEFAULT_STEP_S);
    const format = choice('--format', options.format, dopplerFormats, 'csv');
    const { model, contacts } = await chooseContacts(io, request);
    for (const { losSeconds } of contacts) requireRows(step, losSeconds);
    const profileOf = ({ path, station, losSeconds }: ChosenContact): DopplerProfile =>
      dopplerProfile(path, station, 0, losSeconds, step, link);
    if (format === 'json') {
      const head = { model: modelJson(model), ...link, timeTags: TIME_TAGS };
      function* items(): Generator<object, void> {
        for (const contact of contacts) yield dopplerJson(contact, profileOf(contact));
      }
      return writePieces(io, jsonWithList(head, 'contacts', items()));
    }
    for (const contact of contacts) {
      const { spacecraft, station } = contact.window;
      const notes = [...contactNotes(contact, model), LIGHT_TIME_NOTE];
      const profile = profileOf(contact);
      await writePieces(io, dopplerTable({ spacecraft, station, start: contact.path.start, notes, profile }, format));
    }
  });
}
