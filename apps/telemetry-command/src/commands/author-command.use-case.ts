import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  type AntennaId,
  antennaIdSchema,
  type AuthorCommand,
  type Command,
  type CommandId,
  type ContactId,
  type OperationsMode,
  type Principal,
  type Spacecraft,
  type SpacecraftId,
  type Utc,
} from '@app/contracts';
import { type CommandSignificance, isHazardous } from '@app/mission-database';
import { Authority, MissionClock, OPERATIONS_MODE, Refusal, RegistryReader } from '@app/platform';
import { formatUtc } from '@app/time';
import { Commanders } from '../console/commanders.js';
import { ConsoleStore } from '../console/console-store.js';
import { storableText } from '../processing/value-text.js';
import { readArguments } from './command-catalogue.js';
import { CommandCatalogues } from './command-catalogues.js';
import { blankStage, type KeptCommand } from './command.machine.js';
import { DatabaseCommandLedger } from './database-command-ledger.js';

interface Problem {
  readonly path: string;
  readonly message: string;
}

/** Writes a command: checked against the mission database, and queued or, where it is hazardous, laid before a second person. */
@Injectable()
export class AuthorCommandUseCase {
  constructor(
    private readonly catalogues: CommandCatalogues,
    private readonly registry: RegistryReader,
    private readonly consoles: ConsoleStore,
    private readonly commanders: Commanders,
    private readonly authority: Authority,
    private readonly ledger: DatabaseCommandLedger,
    private readonly clock: MissionClock,
    @Inject(OPERATIONS_MODE) private readonly mode: OperationsMode,
  ) {}

  /**
   * The very same again, with the identifier that its author gave it, is the command that was written first, as it stands now. Throws a
   * Refusal: 404 for an unknown spacecraft, 401 or 403 by authority, 422 with everything that is wrong with the command, 409 for an
   * identifier that another command has.
   */
  async execute(id: string, asked: AuthorCommand, who: Principal, door: string): Promise<Command> {
    const { craft, catalogue } = await this.catalogues.of(id);
    const found = catalogue.find(asked.name);
    const kept = await this.consoles.read(craft.id);
    const antenna = antennaOf(asked.contact, craft.id);
    const commandId = (asked.id?.toLowerCase() ?? randomUUID()) as CommandId;
    await this.authority.require(who, {
      operation: 'author-command',
      door,
      mode: asked.mode,
      spacecraft: craft.id,
      ...(antenna === undefined ? {} : { antenna }),
      subject: commandId,
      holder: await this.commanders.presentIn(kept),
      author: who.user,
      ...(found === undefined ? {} : { hazardous: isHazardous(found.definition.significance) }),
    });
    const problems = await this.uplinkProblems(craft, asked.contact, antenna);
    if (found === undefined) {
      const expected = `expected a command of mission database ${craft.missionDatabase}`;
      problems.push({ path: 'name', message: `${expected}, found "${asked.name}"` });
      throw new Refusal(422, 'invalid command', problems);
    }
    const reading = readArguments(found.definition, asked.arguments);
    if (!reading.ok)
      for (const { argument, expected, found: was } of reading.problems)
        problems.push({ path: `arguments.${argument}`, message: `expected ${expected}, found ${was}` });
    if (problems.length > 0 || !reading.ok) throw new Refusal(422, 'invalid command', problems);
    const at = formatUtc(this.clock.now()) as Utc;
    const command = this.written(commandId, craft.id, asked, who, at, {
      name: found.name,
      arguments: reading.values,
      significance: found.definition.significance,
    });
    return this.ledger.add(command, at, kept.revision);
  }

  private async uplinkProblems(
    { id, linkProfile }: Spacecraft,
    contact: ContactId | null,
    antenna: AntennaId | undefined,
  ): Promise<Problem[]> {
    const problems: Problem[] = [];
    const profile = (await this.registry.linkProfiles()).find((one) => one.id === linkProfile);
    if (!profile?.uplink)
      problems.push({ path: 'spacecraft', message: `expected one with an uplink, found ${id}, which has none` });
    if (contact !== null && antenna === undefined)
      problems.push({ path: 'contact', message: `expected a contact of ${id}, found ${contact}` });
    if (antenna !== undefined && !(await this.registry.requireAntenna(antenna)).capabilities.telecommand)
      problems.push({ path: 'contact', message: `expected an antenna that sends telecommands, found ${antenna}` });
    return problems;
  }

  private written(
    id: CommandId,
    spacecraft: SpacecraftId,
    { service, contact, note }: AuthorCommand,
    { user, member }: Principal,
    at: Utc,
    what: Pick<KeptCommand, 'name' | 'arguments'> & { readonly significance: CommandSignificance },
  ): KeptCommand {
    const hazardous = isHazardous(what.significance);
    return {
      id,
      mode: this.mode,
      spacecraft,
      name: what.name,
      arguments: what.arguments,
      significance: what.significance.level,
      hazardous,
      service,
      author: user,
      member,
      approver: null,
      note: note === null ? null : storableText(note),
      state: hazardous ? 'awaiting-approval' : 'queued',
      askedContact: contact,
      contact,
      antenna: null,
      agreement: null,
      apid: null,
      sequenceCount: null,
      packetHex: null,
      stages: [{ ...blankStage, stage: 'queued', outcome: 'done', at, by: user }],
    };
  }
}

/** A contact's identity holds its antenna: SPACECRAFT_ANTENNA_ORBIT. Undefined without one, and for another spacecraft's. */
function antennaOf(contact: ContactId | null, spacecraft: SpacecraftId): AntennaId | undefined {
  const [of, antenna] = contact?.split('_') ?? [];
  return of === spacecraft ? antennaIdSchema.safeParse(antenna).data : undefined;
}
