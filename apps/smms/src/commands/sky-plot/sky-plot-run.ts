import { describeModel, skyPlotSvg } from '@app/flight-products';
import { formatUtc } from '@app/time';
import { readAntennaLimits } from '../contact-choice/antenna-limits-file.js';
import { type ChoiceOptions, choiceRequest } from '../contact-choice/choice-options.js';
import { chooseContacts, contactName } from '../contact-choice/choose-contacts.js';
import { contactNotes } from '../contact-choice/contact-text.js';
import { oneStation } from '../contact-choice/one-station.js';
import { runTool } from '../contact-choice/run-tool.js';
import { themeOption } from '../contact-choice/theme-option.js';
import { type OfflineIo } from '../offline/offline-io.js';
import { bodiesAtTca } from './bodies-at-tca.js';
import { drawContact } from './drawn-contact.js';

export interface SkyPlotOptions extends ChoiceOptions {
  readonly limits?: string | undefined;
  readonly theme?: string | undefined;
}

/** Runs `smms sky-plot`: contacts of one station on its sky, as SVG on stdout. */
export function runSkyPlot(options: SkyPlotOptions, io: OfflineIo): Promise<number> {
  return runTool(io, async () => {
    const theme = themeOption(options.theme);
    const request = choiceRequest(options, 1);
    const antenna = options.limits === undefined ? undefined : await readAntennaLimits(io, options.limits);
    const { model, contacts, found } = await chooseContacts(io, request);
    const station = oneStation(contacts, 'a sky plot');
    const drawn = contacts.map((contact) => ({ contact, ...drawContact(contact, antenna) }));
    for (const { contact, notes, bodyNotes } of drawn) {
      const { number, window } = contact;
      io.stderr(`contact ${number} of ${found}: ${contactName(window)}\n`);
      for (const note of [...notes, ...(antenna === undefined ? [] : bodyNotes)])
        io.stderr(`${contactName(window)}: ${note}\n`);
    }
    const [first] = contacts;
    const last = contacts.at(-1) ?? first;
    const single = contacts.length === 1;
    // Sun and Moon go round the sky in a day: among many contacts they have no place.
    const bodies = single ? bodiesAtTca(first) : undefined;
    const details = single
      ? [...contactNotes(first, model), ...drawn.flatMap(({ notes, bodyNotes }) => [...notes, ...bodyNotes])]
      : [describeModel(model)];
    const svg = skyPlotSvg({
      title: single ? `${first.window.spacecraft} over ${station.name}` : `Sky of ${station.name}`,
      subtitle: `${station.id}, ${formatUtc(first.window.aos, 0)} to ${formatUtc(last.window.los, 0)}`,
      minElevationDeg: station.minElevationDeg,
      horizonMask: station.horizonMask,
      uplinkMinElevationDeg: station.uplinkMinElevationDeg,
      tracks: drawn.map(({ track }) => track),
      bodies: bodies?.marks,
      notes: [...details, ...(bodies === undefined ? [] : [bodies.note])],
      theme,
    });
    await io.stdout(svg);
  });
}
