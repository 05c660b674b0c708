import {
  type ArgumentDefinition,
  type CommandDefinition,
  type CommandSignificance,
  consequenceLevels,
} from '../command/command-definition.js';
import {
  type ContainerDefinition,
  type EngineeringValue,
  type ParameterDefinition,
  type RawValue,
} from '../definitions.js';
import { booleanAttribute, checkShape, child, need, needName, quote, wordAttribute } from '../xml/strict-reader.js';
import { type XmlElement } from '../xml/xml-element.js';
import { readArgument, readArgumentText } from './argument.reader.js';
import { type Assignments, type CommandContainer, readCommandContainer } from './command-container.reader.js';
import { readDescriptions } from './description.reader.js';
import { type SpaceSystem } from './space-system.js';

export interface ReadCommand {
  readonly definition: CommandDefinition;
  readonly container: CommandContainer;
  /** All arguments, those of the commands above and settled ones too. */
  readonly everyArgument: readonly ArgumentDefinition[];
}

/** A command that is declared; `read` reads it, after the command that it inherits from, once all names are declared. */
export interface DeclaredCommand {
  read(): ReadCommand;
}

/** Declares one MetaCommand in its space system. Throws XtceError. */
export function declareCommand(element: XmlElement, system: SpaceSystem): DeclaredCommand {
  checkShape(element, {
    required: ['name'],
    optional: ['shortDescription', 'abstract'],
    one: ['LongDescription', 'BaseMetaCommand', 'ArgumentList', 'CommandContainer', 'DefaultSignificance'],
  });
  const name = needName(element);
  let state: ReadCommand | 'reading' | undefined;
  const declared: DeclaredCommand = {
    read: () => {
      if (state === 'reading')
        throw element.error('command that inherits from itself', 'a base without a loop', quote(name));
      if (state === undefined) {
        state = 'reading';
        state = readCommand(element, name, system);
      }
      return state;
    },
  };
  system.declare(system.commands, name, declared, element);
  return declared;
}

function readCommand(element: XmlElement, name: string, system: SpaceSystem): ReadCommand {
  const qualifiedName = `${system.path}/${name}`;
  const baseElement = child(element, 'BaseMetaCommand');
  if (baseElement !== undefined)
    checkShape(baseElement, { required: ['metaCommandRef'], one: ['ArgumentAssignmentList'] });
  const base = baseElement && system.resolveCommand(need(baseElement, 'metaCommandRef'), baseElement).read();
  const open = base?.definition.arguments ?? [];
  const assignments: Assignments = baseElement === undefined ? new Map() : readAssignments(baseElement, open);
  const own = readArguments(element, system, qualifiedName, base?.everyArgument ?? []);
  const everyArgument = [...(base?.everyArgument ?? []), ...own];
  const abstract = booleanAttribute(element, 'abstract', false);
  const container = readCommandContainer(element, system, {
    name,
    qualifiedName,
    abstract,
    base: base && { container: base.definition.container, named: base.container.named },
    everyArgument,
    assignments,
  });
  const definition: CommandDefinition = {
    name,
    qualifiedName,
    ...readDescriptions(element),
    abstract,
    significance: readSignificance(element) ?? base?.definition.significance ?? { level: 'none', reason: '' },
    arguments: [...open.filter((argument) => !assignments.has(argument)), ...own],
    assigned: new Map([
      ...(base?.definition.assigned ?? []),
      ...[...assignments].map(([argument, { raw }]) => [argument.name, raw] as const),
    ]),
    base: base?.definition,
    container: container.definition,
    fixedFields: new Map([...(base?.definition.fixedFields ?? []), ...container.fixed]),
  };
  if (!abstract) needEveryArgument(element, definition, everyArgument);
  return { definition, container, everyArgument };
}

function readAssignments(baseElement: XmlElement, open: readonly ArgumentDefinition[]): Assignments {
  const assignments = new Map<ArgumentDefinition, { value: EngineeringValue; raw: RawValue }>();
  const list = child(baseElement, 'ArgumentAssignmentList');
  if (list === undefined) return assignments;
  checkShape(list, { many: ['ArgumentAssignment'] });
  for (const item of list.children) {
    checkShape(item, { required: ['argumentName', 'argumentValue'] });
    const name = need(item, 'argumentName');
    const argument = open.find((candidate) => candidate.name === name);
    if (argument === undefined || assignments.has(argument))
      throw item.error(
        `assignment to ${quote(name)}`,
        open.map((known) => known.name).join(', ') || 'no assignment',
        argument === undefined ? quote(name) : `${quote(name)} again`,
      );
    if (argument.kind === 'binary')
      throw item.error(`assignment to ${quote(name)}`, 'an argument other than binary', 'a binary');
    assignments.set(argument, readArgumentText(item, argument, need(item, 'argumentValue'), 'argumentValue'));
  }
  return assignments;
}

function readArguments(
  element: XmlElement,
  system: SpaceSystem,
  commandPath: string,
  inherited: readonly ArgumentDefinition[],
): readonly ArgumentDefinition[] {
  const list = child(element, 'ArgumentList');
  if (list === undefined) return [];
  checkShape(list, { many: ['Argument'] });
  const own: ArgumentDefinition[] = [];
  for (const item of list.children) {
    const argument = readArgument(item, system, commandPath);
    if ([...inherited, ...own].some(({ name }) => name === argument.name))
      throw item.error(
        `duplicate Argument ${quote(argument.name)}`,
        `a name new to ${commandPath}`,
        quote(argument.name),
      );
    own.push(argument);
  }
  return own;
}

function readSignificance(element: XmlElement): CommandSignificance | undefined {
  const found = child(element, 'DefaultSignificance');
  if (found === undefined) return undefined;
  checkShape(found, { optional: ['consequenceLevel', 'reasonForWarning'] });
  return {
    level: wordAttribute(found, 'consequenceLevel', consequenceLevels, 'none'),
    reason: found.attributes.get('reasonForWarning')?.replace(/\s+/g, ' ').trim() ?? '',
  };
}

/** A command that can be sent has every argument in its packet: one that is in no entry would be asked for and lost. */
function needEveryArgument(
  element: XmlElement,
  { container }: CommandDefinition,
  everyArgument: readonly ArgumentDefinition[],
): void {
  const placed = new Set<ParameterDefinition>();
  for (let at: ContainerDefinition | undefined = container; at !== undefined; at = at.base)
    for (const entry of at.entries) if (entry.kind === 'parameter') placed.add(entry.parameter);
  const lost = everyArgument.find(({ field }) => !placed.has(field));
  if (lost !== undefined)
    throw element.error('argument that is not in the packet', `an ArgumentRefEntry for ${lost.name}`, 'none');
}
