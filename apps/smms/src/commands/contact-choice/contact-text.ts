import { describeElements, describeModel } from '@app/flight-products';
import { type ContactModel, type MissingRows, sgp4Reason } from '@app/orbit';
import { formatUtc, plusSeconds } from '@app/time';
import { type ChosenContact } from './choose-contacts.js';

/** Sentences of a product on one contact: the model first, then what the motion came from and the contact's times. */
export function contactNotes(contact: ChosenContact, model: ContactModel): string[] {
  const { number, window, notes } = contact;
  const { catalogNumber, elementEpoch: epoch, source, orbitNumber, part, aos, tca, los, maxElevationDeg } = window;
  const open = (isOpen: boolean, text: string): string => (isOpen ? ` (${text})` : '');
  return [
    describeModel(model),
    `motion: ${describeElements({ catalogNumber, epoch, source })}`,
    `contact ${number}: orbit ${orbitNumber}, part ${part}, AOS ${formatUtc(aos)}${open(window.aosOpen, 'up before')}, TCA ${formatUtc(tca)} at ${maxElevationDeg.toFixed(3)} deg, LOS ${formatUtc(los)}${open(window.losOpen, 'up after')}`,
    ...notes,
  ];
}

/** Rows that a profile leaves out, in words; nothing where it has all. */
export function missingText({ path }: ChosenContact, missing: MissingRows | undefined): string[] {
  if (missing === undefined) return [];
  const utc = (seconds: number): string => formatUtc(plusSeconds(path.start, seconds));
  const { rows, firstSeconds, lastSeconds, code } = missing;
  return [`${rows} rows are missing, ${utc(firstSeconds)} to ${utc(lastSeconds)}: ${sgp4Reason(code)}`];
}

/** The model as JSON: instants as UTC. */
export function modelJson(model: ContactModel): object {
  const elements = model.elements.map(({ spacecraft, catalogNumber, epoch, source, from, to }) => ({
    ...{ spacecraft, catalogNumber: catalogNumber ?? null, epoch: formatUtc(epoch), source },
    ...(from !== undefined && to !== undefined && { from: formatUtc(from), to: formatUtc(to) }),
  }));
  return { ...model, elements };
}
