import { bytesToHex } from '@app/ccsds';
import { formatUtc } from '@app/time';
import { type EngineeringValue } from '../definitions.js';
import { type ArgumentDefinition, type CommandDefinition } from './command-definition.js';
import { type CommandArguments } from './check-arguments.js';

/**
 * A checked value as people read it, the same for the same value: decimal numbers, labels, the words of a Boolean, texts in
 * quotation marks as JSON has them, octets in hexadecimal, instants in UTC. Without unit.
 */
export function argumentText({ kind, labels }: ArgumentDefinition, value: EngineeringValue): string {
  if (value instanceof Uint8Array) return bytesToHex(value);
  if (kind === 'time' && typeof value === 'bigint') return formatUtc(value);
  if (kind === 'string' && typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'boolean') return labels[value ? 1 : 0] ?? String(value);
  return value === null ? 'no value' : String(value);
}

/** A command with checked arguments on one line, in the order of its definition: `HEATER_SET(HEATER=TANK, STATE=ON)`. */
export function commandText(command: CommandDefinition, args: CommandArguments): string {
  const given = command.arguments.flatMap((argument) => {
    const value = args[argument.name];
    return value === undefined ? [] : [`${argument.name}=${argumentText(argument, value)}`];
  });
  return `${command.name}(${given.join(', ')})`;
}
