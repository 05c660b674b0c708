import { type MissionDatabase } from '../definitions.js';
import { UnknownNameError } from '../errors.js';
import { type CommandDefinition } from './command-definition.js';

/** The command of a qualified name, or of a short name that only one has, abstract ones too. Throws UnknownNameError. */
export function findCommand(database: MissionDatabase, name: string): CommandDefinition {
  const qualified = database.commands.get(name);
  if (qualified !== undefined) return qualified;
  const named = [...database.commands.values()].filter((command) => command.name === name);
  const [only] = named;
  if (only !== undefined && named.length === 1) return only;
  const expected =
    named.length === 0 ? 'a command of this database' : named.map((found) => found.qualifiedName).join(' or ');
  throw new UnknownNameError('command', database.name, expected, name);
}

/** The commands that can be sent, by qualified name in code point order. */
export function commandsOf(database: MissionDatabase): readonly CommandDefinition[] {
  return [...database.commands.values()]
    .filter((command) => !command.abstract)
    .sort((a, b) => (a.qualifiedName < b.qualifiedName ? -1 : 1));
}
