import { columnsTable } from '@app/flight-products';
import { type ContactModel } from '@app/orbit';
import { formatUtc, plusSeconds } from '@app/time';
import { contactName } from '../contact-choice/choose-contacts.js';
import { contactNotes, missingText } from '../contact-choice/contact-text.js';

import { contactRow } from '../contacts/contact-row.js';
import { budgetJson, budgetTable, signalText } from './budget-text.js';
import { type ContactBudget } from './contact-budget.js';
import { type LinkFile } from './link-file.js';

const utcOf =
  ({ contact }: ContactBudget) =>
  (seconds: number): string =>
    formatUtc(plusSeconds(contact.path.start, seconds), 3);

function spansText(budget: ContactBudget, spans: readonly (readonly [number, number])[]): string {
  const utc = utcOf(budget);
  return spans.length === 0 ? 'never' : spans.map(([from, to]) => `${utc(from)} to ${utc(to)}`).join(', ');
}

/** Margin, usable time and data in words, and what was not computed. */
export function summaryLines(budget: ContactBudget, file: LinkFile): string[] {
  const { margin, contact, usable, usableSeconds, usableDataVolumeBits } = budget;
  const { minimum, maximum, thresholdDb } = margin;
  const utc = utcOf(budget);
  const limit = contact.station.uplinkMinElevationDeg;
  const permission =
    file.direction === 'uplink' && limit !== undefined ? ` and the station may send, from ${limit} deg on` : '';
  return [
    `margin from ${minimum.marginDb.toFixed(2)} dB at ${utc(minimum.seconds)} to ${maximum.marginDb.toFixed(2)} dB at ${utc(maximum.seconds)}`,
    `usable, where the margin is at least ${thresholdDb} dB${permission}: ${spansText(budget, usable)}; ${usableSeconds.toFixed(1)} s of ${contact.losSeconds.toFixed(1)} s`,
    `user data in that time: ${(usableDataVolumeBits / 1e6).toFixed(3)} Mbit (${(usableDataVolumeBits / 8e6).toFixed(3)} MB) at ${Number(margin.rates.dataBps.toPrecision(7))} bit/s; acquisition and idle frames are not taken off`,
    ...(margin.complete ? [] : ['the true margin is smaller: a part of the atmosphere was not computed']),
    ...margin.notes,
    ...missingText(contact, budget.profile.missing),
  ];
}

/** A contact as text for people. */
export function* contactTable(budget: ContactBudget, file: LinkFile, model: ContactModel): Generator<string, void> {
  const { contact, aos, tca, los } = budget;
  yield `${contactName(contact.window)}: ${file.direction}\n`;
  for (const note of contactNotes(contact, model)) yield `${note}\n`;
  yield `${signalText(file, tca)}\n`;
  yield `${budgetTable([
    { title: 'AOS', budget: aos },
    { title: 'TCA', budget: tca },
    { title: 'LOS', budget: los },
  ])}\n`;
  for (const line of summaryLines(budget, file)) yield `${line}\n`;
  yield '\n';
}

/** A contact as a table of the margin against time. */
export function contactCsv(budget: ContactBudget, file: LinkFile, model: ContactModel): Generator<string, void> {
  const { contact, margin, profile } = budget;
  const { samples } = margin;
  const comments = [
    `Link budget of ${contactName(contact.window)}: ${file.direction}`,
    ...contactNotes(contact, model),
    signalText(file, budget.tca),
    ...summaryLines(budget, file),
  ];
  const decibels = (name: string, unit: string, values: readonly number[]) => ({ name, unit, decimals: 3, values });
  return columnsTable({
    comments,
    start: contact.path.start,
    secondsFromStart: samples.map(({ seconds }) => seconds),
    columns: [
      { name: 'elevation', unit: 'deg', decimals: 4, values: profile.elevationDeg },
      { name: 'range', unit: 'km', decimals: 3, values: profile.rangeM.map((metres) => metres / 1000) },
      decibels(
        'atmosphere loss',
        'dB',
        samples.map(({ atmosphereLossDb }) => atmosphereLossDb),
      ),
      decibels(
        'C/N0',
        'dBHz',
        samples.map(({ cN0DbHz }) => cN0DbHz),
      ),
      decibels(
        'Eb/N0',
        'dB',
        samples.map(({ ebN0Db }) => ebN0Db),
      ),
      decibels(
        'margin',
        'dB',
        samples.map(({ marginDb }) => marginDb),
      ),
    ],
  });
}

/** A contact as JSON. */
export function contactJson(budget: ContactBudget): object {
  const { contact, aos, tca, los, margin, profile, usable, usableSeconds, usableDataVolumeBits } = budget;
  const utc = (seconds: number): string => formatUtc(plusSeconds(contact.path.start, seconds));
  return {
    number: contact.number,
    contact: contactRow(contact.window),
    budgets: { aos: budgetJson(aos), tca: budgetJson(tca), los: budgetJson(los) },
    rates: margin.rates,
    samples: margin.samples.map(({ seconds, ...sample }, i) => ({
      utc: utc(seconds),
      elevationDeg: profile.elevationDeg[i],
      rangeKm: (profile.rangeM[i] ?? Number.NaN) / 1000,
      ...sample,
    })),
    thresholdDb: margin.thresholdDb,
    usable: usable.map(([from, to]) => ({ from: utc(from), to: utc(to) })),
    usableSeconds,
    usableDataVolumeBits,
    complete: margin.complete,
    notes: [...contact.notes, ...margin.notes, ...missingText(contact, profile.missing)],
  };
}
