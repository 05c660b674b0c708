import { type EngineeringValue, type RawValue } from '../definitions.js';
import { type ArgumentProblem, CommandArgumentError } from '../errors.js';
import { checkArgument } from './argument-value.js';
import { type ArgumentDefinition, type CommandDefinition } from './command-definition.js';

/** Values by argument name. */
export type CommandArguments = Readonly<Record<string, EngineeringValue>>;

/** The values that will be sent, one for each argument, in the arguments' order; or everything that is wrong with them. */
export type ArgumentCheck =
  | { readonly ok: true; readonly values: CommandArguments }
  | { readonly ok: false; readonly problems: readonly ArgumentProblem[] };

/** Checks arguments without encoding: fills in defaults and gives every value its own type (`checkArgument`). Never throws. */
export function checkArguments(definition: CommandDefinition, args: CommandArguments): ArgumentCheck {
  const { values, problems } = checkAll(definition, args);
  return problems.length === 0 ? { ok: true, values } : { ok: false, problems };
}

/** The raw values of checked arguments. Throws CommandArgumentError with every problem. */
export function rawArguments(
  definition: CommandDefinition,
  args: CommandArguments,
): ReadonlyMap<ArgumentDefinition, RawValue> {
  const { raws, problems } = checkAll(definition, args);
  if (problems.length > 0) throw new CommandArgumentError(definition.qualifiedName, problems);
  return raws;
}

function checkAll(
  definition: CommandDefinition,
  args: CommandArguments,
): { values: CommandArguments; raws: Map<ArgumentDefinition, RawValue>; problems: ArgumentProblem[] } {
  const values: [string, EngineeringValue][] = [];
  const raws = new Map<ArgumentDefinition, RawValue>();
  const problems: ArgumentProblem[] = [];
  for (const argument of definition.arguments) {
    const given = Object.hasOwn(args, argument.name) ? args[argument.name] : argument.default;
    if (given === undefined) {
      problems.push({
        argument: argument.name,
        what: 'missing',
        expected: `a value: ${argument.kind}`,
        found: 'nothing',
      });
      continue;
    }
    const checked = checkArgument(argument, given);
    if (!checked.ok) {
      problems.push(checked.problem);
      continue;
    }
    values.push([argument.name, checked.value]);
    raws.set(argument, checked.raw);
  }
  const names = definition.arguments.map(({ name }) => name);
  for (const name of Object.keys(args))
    if (!names.includes(name))
      problems.push({
        argument: name,
        what: 'unknown',
        expected: names.join(', ') || 'no argument',
        found: `"${name}"`,
      });
  return { values: Object.fromEntries(values), raws, problems };
}
