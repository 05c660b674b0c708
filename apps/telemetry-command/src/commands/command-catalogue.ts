import type { ArgumentValue, CommandDefinitionView } from '@app/contracts';
import {
  type ArgumentDefinition,
  type ArgumentProblem,
  checkArguments,
  type CommandDecoder,
  type CommandDefinition,
  type CommandEncoder,
  commandsOf,
  compileCommand,
  compileCommandDecoder,
  type EngineeringValue,
  isHazardous,
  type MissionDatabase,
  type ValidRange,
} from '@app/mission-database';
import { storableText, valueToJson } from '../processing/value-text.js';

/** Values by argument name, as they travel in JSON. */
export type GivenArguments = Readonly<Record<string, ArgumentValue>>;

export type ArgumentReading =
  | { readonly ok: true; readonly values: Record<string, ArgumentValue> }
  | { readonly ok: false; readonly problems: readonly ArgumentProblem[] };

/** The commands of one mission database that can be sent, by the name shown: the short one, or the qualified one where two share it. */
export class CommandCatalogue {
  private readonly byName: ReadonlyMap<string, CommandDefinition>;
  private readonly encoders = new Map<string, CommandEncoder>();
  private decoder: CommandDecoder | undefined;

  constructor(private readonly database: MissionDatabase) {
    const commands = commandsOf(database);
    const shared = new Map<string, number>();
    for (const { name } of commands) shared.set(name, (shared.get(name) ?? 0) + 1);
    this.byName = new Map(
      commands.map((command) => [(shared.get(command.name) ?? 0) > 1 ? command.qualifiedName : command.name, command]),
    );
  }

  /** By the name shown or by the qualified one. */
  find(name: string): { readonly name: string; readonly definition: CommandDefinition } | undefined {
    for (const [shown, definition] of this.byName)
      if (shown === name || definition.qualifiedName === name) return { name: shown, definition };
    return undefined;
  }

  /** For the names of `find`. Compiled once each; throws EncodeError for a command that cannot be laid out. */
  encoder({ qualifiedName }: CommandDefinition): CommandEncoder {
    let encoder = this.encoders.get(qualifiedName);
    if (encoder === undefined)
      this.encoders.set(qualifiedName, (encoder = compileCommand(this.database, qualifiedName)));
    return encoder;
  }

  /**
   * Which command a packet is for who receives it: by its octets, not by the name that it was written under. Else why that cannot be
   * told. The first packet takes longer: the decoder is compiled.
   */
  received(packet: Uint8Array): CommandDefinition | string {
    this.decoder ??= compileCommandDecoder(this.database);
    const decoded = this.decoder.decode(packet);
    if (decoded.kind === 'command') return decoded.command;
    return `${decoded.reason} at ${decoded.where}: expected ${decoded.expected}, found ${decoded.found}`;
  }

  views(): CommandDefinitionView[] {
    return [...this.byName].map(([name, definition]) => ({
      name,
      description: definition.description || null,
      significance: { level: definition.significance.level, reason: definition.significance.reason || null },
      hazardous: isHazardous(definition.significance),
      arguments: definition.arguments.map(argumentView),
    }));
  }
}

/** What will be sent, one value for each argument; or everything that is wrong with what was given. */
export function readArguments(definition: CommandDefinition, given: GivenArguments): ArgumentReading {
  const check = checkArguments(definition, given);
  const unkept = Object.entries(given).flatMap(([argument, value]): ArgumentProblem[] =>
    typeof value === 'string' && storableText(value) !== value
      ? [{ argument, what: 'wrong-text', expected: 'text without NUL and half surrogates', found: 'one of them' }]
      : [],
  );
  if (!check.ok || unkept.length > 0) return { ok: false, problems: [...(check.ok ? [] : check.problems), ...unkept] };
  const values: Record<string, ArgumentValue> = {};
  for (const argument of definition.arguments) {
    const value = jsonOf(argument, check.values[argument.name]);
    if (value !== null) values[argument.name] = value;
  }
  return { ok: true, values };
}

function jsonOf({ field, kind }: ArgumentDefinition, value: EngineeringValue | undefined): ArgumentValue | null {
  return value === undefined ? null : valueToJson({ ...field, kind }, value);
}

function argumentView(argument: ArgumentDefinition): CommandDefinitionView['arguments'][number] {
  const { name, description, kind, unit, labels, size } = argument;
  // A calibrated argument's raw ranges say nothing to a person who gives engineering values.
  const range = argument.rangesOver === 'engineering' ? hull(argument.ranges) : undefined;
  return {
    name,
    description: description || null,
    kind,
    unit: unit || null,
    labels: labels.length === 0 ? null : [...labels],
    minimum: bound(range?.min),
    maximum: bound(range?.max),
    minimumExclusive: range?.minExclusive ?? false,
    maximumExclusive: range?.maxExclusive ?? false,
    maximumLength: (kind === 'string' ? size?.maxCharacters : size?.maxOctets) ?? null,
    default: jsonOf(argument, argument.default),
  };
}

/** From the lowest bound of all ranges to the highest; gaps between them are refused when the value is given. */
function hull([first, ...others]: readonly ValidRange[]): ValidRange | undefined {
  return first && others.reduce((all, range) => ({ ...all, ...lower(all, range), ...upper(all, range) }), first);
}

function lower(a: ValidRange, b: ValidRange): Pick<ValidRange, 'min' | 'minExclusive'> {
  if (a.min === undefined || b.min === undefined) return { min: undefined, minExclusive: false };
  const wider = b.min < a.min || (b.min === a.min && !b.minExclusive) ? b : a;
  return { min: wider.min, minExclusive: wider.minExclusive };
}

function upper(a: ValidRange, b: ValidRange): Pick<ValidRange, 'max' | 'maxExclusive'> {
  if (a.max === undefined || b.max === undefined) return { max: undefined, maxExclusive: false };
  const wider = b.max > a.max || (b.max === a.max && !b.maxExclusive) ? b : a;
  return { max: wider.max, maxExclusive: wider.maxExclusive };
}

const bound = (value: number | bigint | undefined): number | string | null =>
  value === undefined ? null : typeof value === 'bigint' ? value.toString() : value;
