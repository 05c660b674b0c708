import { Injectable } from '@nestjs/common';
import { type ElementSetMessage, elementSetMessageOf, type Principal, type Spacecraft } from '@app/contracts';
import { type ElementSet, ElementFileError, parseElements } from '@app/orbit';
import { Authority, Refusal, RegistryReader } from '@app/platform';
import { ElementSetRepository } from './element-set.repository.js';

export interface ImportOutcome {
  readonly imported: readonly ElementSetMessage[];
  readonly new: number;
}

/** Reads element sets in any form and stores them, all or nothing: a set that is wrong, or of no spacecraft of ours, refuses the file. */
@Injectable()
export class ImportElementSets {
  constructor(
    private readonly registry: RegistryReader,
    private readonly elementSets: ElementSetRepository,
    private readonly authority: Authority,
  ) {}

  /**
   * For a person, who must be one of the operator of each spacecraft in the file. Throws as `execute`, and a Refusal (403) where one is
   * another member's.
   */
  async load(text: string, source: string, who: Principal, door: string): Promise<ImportOutcome> {
    const messages = await this.read(text, source);
    for (const spacecraft of new Set(messages.map((one) => one.spacecraft)))
      await this.authority.require(who, { operation: 'load-elements', door, spacecraft, subject: source });
    return this.add(messages);
  }

  /**
   * For the ground segment itself, which starts from some. Throws Refusal (400 unreadable, 422 wrong sets or unknown spacecraft), each
   * problem with its place and field.
   */
  async execute(text: string, source: string): Promise<ImportOutcome> {
    return this.add(await this.read(text, source));
  }

  private async add(messages: readonly ElementSetMessage[]): Promise<ImportOutcome> {
    return { imported: messages, new: await this.elementSets.add(messages) };
  }

  private async read(text: string, source: string): Promise<ElementSetMessage[]> {
    const sets = readElements(text, source);
    const spacecraft = await this.registry.spacecraft();
    const messages: ElementSetMessage[] = [];
    const problems: { path: string; message: string }[] = [];
    for (const set of sets) {
      const craft = spacecraftOf(set, spacecraft);
      if (craft === undefined) {
        problems.push({
          path: set.objectName,
          message: `no spacecraft has catalogue number ${set.catalogNumber ?? '(none)'} or this name`,
        });
      } else messages.push(elementSetMessageOf(craft.id, set));
    }
    if (problems.length > 0) throw new Refusal(422, 'unknown spacecraft', problems);
    return messages;
  }
}

function readElements(text: string, source: string): readonly ElementSet[] {
  try {
    const { elementSets, errors } = parseElements(text, source);
    if (errors.length > 0) {
      throw new Refusal(
        422,
        'invalid element sets',
        errors.map((error) => ({ path: source, message: error.message })),
      );
    }
    if (elementSets.length === 0)
      throw new Refusal(400, 'no element sets', [{ path: source, message: 'the text holds no element set' }]);
    return elementSets;
  } catch (error) {
    if (error instanceof ElementFileError)
      throw new Refusal(400, 'unreadable element sets', [{ path: source, message: error.message }]);
    throw error;
  }
}

/** By catalogue number; planned spacecraft, which have none, by identifier or name. */
function spacecraftOf(set: ElementSet, spacecraft: readonly Spacecraft[]): Spacecraft | undefined {
  if (set.catalogNumber !== undefined)
    return spacecraft.find(({ catalogNumber }) => catalogNumber === set.catalogNumber);
  return spacecraft.find(
    ({ id, name, catalogNumber }) => catalogNumber === null && (id === set.objectName || name === set.objectName),
  );
}
