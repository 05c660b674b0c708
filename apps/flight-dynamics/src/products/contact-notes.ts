import { describeElements, describeModel } from '@app/flight-products';
import { contactModelOf, type ContactMotion } from '../profiles/contact-motion.js';

/** What a file on a contact says of its making. */
export function contactNotes({ window, spacecraft, station, notes }: ContactMotion): string[] {
  const model = contactModelOf(window, spacecraft.catalogNumber, [station]);
  const { uncertainty } = window;
  return [
    describeModel(model),
    ...(window.model.sourceKind === 'ephemeris'
      ? [`From the ephemeris made ${window.model.elementSetEpoch} of ${window.model.elementSetSource}`]
      : model.elements.map((one) => `From ${describeElements(one)}`)),
    `Contact ${window.id}: AOS ${window.aos}, TCA ${window.tca}, LOS ${window.los}`,
    ...(uncertainty === null
      ? []
      : [
          `1 sigma by the age of the elements: AOS ${uncertainty.aosS} s, TCA ${uncertainty.tcaS} s, LOS ${uncertainty.losS} s`,
        ]),
    ...notes,
  ];
}
