import { type Command } from 'commander';
import { OfflineInputError } from '../offline/offline-input.error.js';
import { type MotionOptions, type MotionRequest, addMotionOptions, motionRequest } from './motion-options.js';

/** Options that choose contacts; as commander gives them. */
export interface ChoiceOptions extends MotionOptions {
  readonly stations: string;
  readonly station?: string | undefined;
  readonly contact?: string | undefined;
}

/** Which of the contacts of the span: one by its place in the order of AOS, from 1, or all. */
export type ContactNumber = number | 'all';

/** The same, checked. */
export interface ChoiceRequest extends MotionRequest {
  readonly stations: string;
  /** Identifier of the only one that is meant. */
  readonly station: string | undefined;
  readonly contact: ContactNumber;
}

/** Checks the options; `fallback` holds where no contact is named. Throws OfflineInputError that names the option. */
export function choiceRequest(options: ChoiceOptions, fallback: ContactNumber): ChoiceRequest {
  const { stations, station, contact } = options;
  return { ...motionRequest(options), stations, station, contact: contactNumber(contact, fallback) };
}

function contactNumber(text: string | undefined, fallback: ContactNumber): ContactNumber {
  if (text === undefined) return fallback;
  if (text === 'all') return 'all';
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new OfflineInputError('--contact', 'a number from 1 on, or all', JSON.stringify(text));
  return Number(text);
}

/** Adds the options to a command; `required` where it cannot do without. */
export function addChoiceOptions(command: Command, fallback: ContactNumber, required = true): Command {
  const stations = 'stations: JSON list of id, name, latitudeDeg, longitudeDeg, heightM, ...';
  addMotionOptions(command, required);
  if (required) command.requiredOption('--stations <file>', stations);
  else command.option('--stations <file>', stations);
  return command
    .option('--station <id>', 'this one only')
    .option('--contact <number>', `of the contacts left, in order of AOS from 1, or all (unless given: ${fallback})`);
}
