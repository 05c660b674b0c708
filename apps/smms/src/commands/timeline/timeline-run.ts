import { type TimelineShade, timelineOfWindows, timelineSvg } from '@app/flight-products';
import { type ChoiceOptions, choiceRequest } from '../contact-choice/choice-options.js';
import { chooseContacts } from '../contact-choice/choose-contacts.js';
import { runTool } from '../contact-choice/run-tool.js';
import { themeOption } from '../contact-choice/theme-option.js';
import { SHADOW_MODEL } from '../eclipse/eclipse-run.js';
import { type ShadowAnswer, searchShadows } from '../eclipse/shadow-search.js';
import { OfflineInputError } from '../offline/offline-input.error.js';
import { type OfflineIo } from '../offline/offline-io.js';
import { choice } from '../offline/run-offline.js';

export interface TimelineOptions extends ChoiceOptions {
  readonly rows?: string | undefined;
  readonly eclipse?: boolean | undefined;
  readonly theme?: string | undefined;
}

export const timelineRows = ['station', 'spacecraft'] as const;

function shadesOf({ spans }: ShadowAnswer): ReadonlyMap<string, readonly TimelineShade[]> {
  const shades = new Map<string, TimelineShade[]>();
  for (const { spacecraft, shadow: kind, from, to } of spans) {
    const own = shades.get(spacecraft) ?? [];
    own.push({ kind, from, to });
    shades.set(spacecraft, own);
  }
  return shades;
}

/** Runs `smms timeline`: the contacts of the span as bars, a row a station or a spacecraft, as SVG on stdout. */
export function runTimeline(options: TimelineOptions, io: OfflineIo): Promise<number> {
  return runTool(io, async () => {
    const rows = choice('--rows', options.rows, timelineRows, 'station');
    const theme = themeOption(options.theme);
    const { eclipse = false } = options;
    if (eclipse && rows === 'station')
      throw new OfflineInputError('--eclipse', '--rows spacecraft: shadows belong to spacecraft', '"station"');
    const request = choiceRequest(options, 'all');
    const { model, contacts, plan } = await chooseContacts(io, request);
    const shadows = eclipse ? searchShadows(plan) : undefined;
    for (const { spacecraft, text } of shadows?.failures ?? []) io.stderr(`error: ${spacecraft}: ${text}\n`);
    const timeline = timelineOfWindows({
      title: `Contacts by ${rows}`,
      windows: contacts.map(({ window }) => window),
      ...{ model, rows, theme, start: request.start, end: request.end },
      shades: shadows && shadesOf(shadows),
    });
    const notes = shadows === undefined ? timeline.notes : [...timeline.notes, `Shadow: ${SHADOW_MODEL}`];
    await io.stdout(timelineSvg({ ...timeline, notes }));
  });
}
