import { type ContainerDefinition, type ParameterDefinition } from '../definitions.js';
import { quote } from '../xml/strict-reader.js';
import { type XmlElement } from '../xml/xml-element.js';
import { type ArgumentType } from './argument-type.reader.js';
import { type DeclaredCommand } from './command.reader.js';
import { type ParameterType } from './parameter-type.reader.js';

/** One space system while a file is loaded: what it declares by short name, and where it stands in the tree. */
export class SpaceSystem {
  readonly systems = new Map<string, SpaceSystem>();
  readonly types = new Map<string, ParameterType>();
  readonly parameters = new Map<string, ParameterDefinition>();
  readonly containers = new Map<string, ContainerDefinition>();
  readonly argumentTypes = new Map<string, ArgumentType>();
  readonly commands = new Map<string, DeclaredCommand>();
  /** The CommandContainers of those commands that have been read. */
  readonly commandContainers = new Map<string, ContainerDefinition>();

  constructor(
    readonly name: string,
    readonly parent: SpaceSystem | undefined,
  ) {}

  get path(): string {
    return `${this.parent?.path ?? ''}/${this.name}`;
  }

  /** Adds a declaration. Throws XtceError at `element` where the name is taken. */
  declare<T>(names: Map<string, T>, name: string, value: T, element: XmlElement): void {
    if (names.has(name))
      throw element.error(`duplicate ${element.name} ${quote(name)}`, `a name new to ${this.path}`, quote(name));
    names.set(name, value);
  }

  resolveType(reference: string, element: XmlElement): ParameterType {
    return this.resolve((system) => system.types, 'parameter type', reference, element);
  }

  resolveParameter(reference: string, element: XmlElement): ParameterDefinition {
    return this.resolve((system) => system.parameters, 'parameter', reference, element);
  }

  resolveContainer(reference: string, element: XmlElement): ContainerDefinition {
    return this.resolve((system) => system.containers, 'container', reference, element);
  }

  resolveArgumentType(reference: string, element: XmlElement): ArgumentType {
    return this.resolve((system) => system.argumentTypes, 'argument type', reference, element);
  }

  resolveCommand(reference: string, element: XmlElement): DeclaredCommand {
    return this.resolve((system) => system.commands, 'command', reference, element);
  }

  resolveCommandContainer(reference: string, element: XmlElement): ContainerDefinition {
    return this.resolve((system) => system.commandContainers, 'command container', reference, element);
  }

  /**
   * What a name reference means here: `/ROOT/SUB/NAME` from the root; `NAME`, `SUB/NAME`, `./NAME`, `../NAME` from this space
   * system, and where that finds nothing from each one around it (XTCE NameReferenceType). Throws XtceError at `element`.
   */
  private resolve<T>(
    pick: (system: SpaceSystem) => Map<string, T>,
    what: string,
    reference: string,
    element: XmlElement,
  ): T {
    const absolute = reference.startsWith('/');
    const steps = reference.split('/').slice(absolute ? 1 : 0);
    const name = steps.pop() ?? '';
    if (absolute) {
      const root = this.root();
      const system = steps.shift() === root.name ? root.descend(steps) : undefined;
      const found = system === undefined ? undefined : pick(system).get(name);
      if (found !== undefined) return found;
    } else {
      for (const from of this.outwards()) {
        const system = from.descend(steps);
        const found = system === undefined ? undefined : pick(system).get(name);
        if (found !== undefined) return found;
      }
    }
    throw element.error(
      `unknown ${what} ${quote(reference)}`,
      `a ${what} declared in ${this.path} or around it`,
      quote(reference),
    );
  }

  private outwards(): SpaceSystem[] {
    return [this, ...(this.parent?.outwards() ?? [])];
  }

  private root(): SpaceSystem {
    return this.parent?.root() ?? this;
  }

  private descend(steps: readonly string[]): SpaceSystem | undefined {
    const [step, ...rest] = steps;
    if (step === undefined) return this;
    if (step === '.') return this.descend(rest);
    return (step === '..' ? this.parent : this.systems.get(step))?.descend(rest);
  }
}

/** What a reader needs besides its element: the space system it stands in, and a queue for what needs all names declared. */
export interface LoadScope {
  readonly system: SpaceSystem;
  /** Runs `link` when every parameter of the file is declared. */
  later(link: () => void): void;
}
