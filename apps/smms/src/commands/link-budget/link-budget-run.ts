import { csvRecord } from '@app/flight-products';
import { type LinkBudget, budgetLines, linkBudget } from '@app/link-budget';
import { RAD_PER_DEG } from '@app/orbit';
import { type ChoiceOptions, choiceRequest } from '../contact-choice/choice-options.js';
import { type ChosenContact, chooseContacts } from '../contact-choice/choose-contacts.js';
import { modelJson } from '../contact-choice/contact-text.js';
import { numberValue, requireRows, stepValue } from '../contact-choice/number-value.js';
import { runTool } from '../contact-choice/run-tool.js';
import { jsonWithList, writePieces } from '../contact-choice/write-pieces.js';
import { OfflineInputError } from '../offline/offline-input.error.js';
import { type OfflineIo } from '../offline/offline-io.js';
import { choice } from '../offline/run-offline.js';
import { budgetJson, budgetTable, signalText } from './budget-text.js';
import { contactCsv, contactJson, contactTable } from './contact-answer.js';
import { contactBudget } from './contact-budget.js';
import { type LinkFile, linkOf, readLinkFile } from './link-file.js';

export interface LinkBudgetOptions extends Partial<ChoiceOptions> {
  readonly link: string;
  readonly elevation?: string | undefined;
  readonly rangeKm?: string | undefined;
  readonly step?: string | undefined;
  readonly format?: string | undefined;
}

/** With samples every 10 s a crossing of the margin in low orbit is good to 0.1 s. */
export const DEFAULT_STEP_S = 10;
export const linkBudgetFormats = ['table', 'json', 'csv'] as const;
type LinkBudgetFormat = (typeof linkBudgetFormats)[number];

const contactOptions = ['elements', 'stations', 'start', 'end'] as const;

/** The options of contacts, all there. Throws OfflineInputError. */
function contactsOf(options: LinkBudgetOptions): ChoiceOptions {
  const { elements, stations, start, end, ...rest } = options;
  if (elements !== undefined && stations !== undefined && start !== undefined && end !== undefined)
    return { ...rest, elements, stations, start, end };
  const missing = contactOptions.filter((name) => options[name] === undefined).map((name) => `--${name}`);
  throw new OfflineInputError(
    missing.join(', '),
    'files and a span that give contacts, or --elevation and --range-km',
    'nothing',
  );
}

/** One budget at the point that the options name; undefined where they name none. */
function pointOf(options: LinkBudgetOptions, file: LinkFile): LinkBudget | undefined {
  const { elevation, rangeKm } = options;
  if (elevation === undefined && rangeKm === undefined) return undefined;
  const [other] = [...contactOptions, 'spacecraft' as const, 'station' as const, 'contact' as const].filter(
    (name) => options[name] !== undefined,
  );
  if (other !== undefined)
    throw new OfflineInputError(`--${other}`, 'nothing beside --elevation and --range-km', 'a value');
  if (elevation === undefined || rangeKm === undefined)
    throw new OfflineInputError('--elevation, --range-km', 'both of them', 'one');
  return linkBudget({
    ...linkOf(file),
    elevationRad: numberValue('--elevation', elevation, { unit: 'degrees', from: -90, to: 90 }) * RAD_PER_DEG,
    rangeM: numberValue('--range-km', rangeKm, { unit: 'km', above: 0, to: 1e9 }) * 1000,
  });
}

function* pointText(budget: LinkBudget, file: LinkFile, format: LinkBudgetFormat): Generator<string, void> {
  const { notes, rates, complete } = budget;
  if (format === 'json') {
    yield `${JSON.stringify({ link: file, budget: budgetJson(budget), rates, notes }, null, 2)}\n`;
  } else if (format === 'csv') {
    yield csvRecord(['name', 'value', 'unit', 'by']);
    for (const { name, value, unit, remark = '' } of budgetLines(budget))
      yield csvRecord([name, value === undefined ? '' : String(value), unit, remark]);
  } else {
    yield `${signalText(file, budget)}\n${budgetTable([{ title: file.direction, budget }])}\n`;
    if (!complete) yield 'the true margin is smaller: a part of the atmosphere was not computed\n';
    for (const note of notes) yield `${note}\n`;
  }
}

async function contactBudgets(
  options: LinkBudgetOptions,
  file: LinkFile,
  format: LinkBudgetFormat,
  io: OfflineIo,
): Promise<void> {
  const stepS = stepValue(options.step, DEFAULT_STEP_S);
  const request = choiceRequest(contactsOf(options), 'all');
  const { model, contacts } = await chooseContacts(io, request, file.direction === 'uplink');
  for (const { losSeconds } of contacts) requireRows(stepS, losSeconds);
  const budgetOf = (contact: ChosenContact) => contactBudget(contact, file, stepS);
  if (format === 'json') {
    function* items(): Generator<object, void> {
      for (const contact of contacts) yield contactJson(budgetOf(contact));
    }
    return writePieces(io, jsonWithList({ model: modelJson(model), link: file }, 'contacts', items()));
  }
  const text = format === 'csv' ? contactCsv : contactTable;
  for (const contact of contacts) await writePieces(io, text(budgetOf(contact), file, model));
}

/** Runs `smms link-budget`: a link at one point, or along each chosen contact. */
export function runLinkBudget(options: LinkBudgetOptions, io: OfflineIo): Promise<number> {
  return runTool(io, async () => {
    const format = choice('--format', options.format, linkBudgetFormats, 'table');
    const file = await readLinkFile(io, options.link);
    const point = pointOf(options, file);
    if (point === undefined) return contactBudgets(options, file, format, io);
    return writePieces(io, pointText(point, file, format));
  });
}
