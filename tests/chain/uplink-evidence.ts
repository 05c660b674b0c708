import { readFileSync } from 'node:fs';
import type { Command, CommandStageName } from '@app/contracts';
import { parseUtc } from '@app/time';
import type { TelecommandLogEntry } from '../../hardware-sim/src/index.js';

export type EventName = TelecommandLogEntry['event'];
/** The kind of entry that an event has: one kind may have several. */
export type EntryOf<
  Event extends EventName,
  Entry extends TelecommandLogEntry = TelecommandLogEntry,
> = Entry extends TelecommandLogEntry ? (Event extends Entry['event'] ? Entry : never) : never;

/** What the simulator itself has noted of telecommands, in its order. */
export class SimulatedUplink {
  readonly entries: readonly TelecommandLogEntry[];

  constructor(telecommandLog: string | undefined) {
    this.entries = readFileSync(telecommandLog ?? '', 'utf8')
      .split('\n')
      .filter((line) => line.endsWith('}'))
      .map((line) => JSON.parse(line) as TelecommandLogEntry);
  }

  of<Event extends EventName>(...events: readonly Event[]): EntryOf<Event>[] {
    const wanted: readonly string[] = events;
    return this.entries.filter((entry): entry is EntryOf<Event> => wanted.includes(entry.event));
  }

  /** Commands that were executed on board, by name and packet identification. */
  executed(): string[] {
    return this.of('command-executed').map(packetOf);
  }
}

/** How the spacecraft names a command: its packet's identification. */
export function packetOf({ name, apid, sequenceCount }: Pick<Command, 'apid' | 'sequenceCount'> & { name?: string }) {
  return `${name} ${apid}/${sequenceCount}`;
}

/** The instants at which a stage was done, in nanoseconds; several where a frame was sent again. */
export function timesOf({ stages }: Command, stage: CommandStageName): bigint[] {
  return stages.filter((one) => one.stage === stage && one.outcome === 'done').map(({ at }) => parseUtc(at));
}

/** Each of these happens after the one before. The acknowledgement comes by its own way, after the acceptance on board. */
const causes: readonly (readonly [CommandStageName, CommandStageName])[] = [
  ['queued', 'approved'],
  ['queued', 'released'],
  ['approved', 'released'],
  ['released', 'radiated'],
  ['radiated', 'accepted'],
  ['accepted', 'started'],
  ['started', 'completed'],
  ['accepted', 'acknowledged'],
];

/** Stages that were done before what they follow from; of a stage that was done several times its first counts. */
export function disorderOf(command: Command): string[] {
  return causes.flatMap(([cause, effect]) => {
    const [[first], [then]] = [timesOf(command, cause), timesOf(command, effect)];
    return first === undefined || then === undefined || first <= then
      ? []
      : [`${command.name} ${command.id}: ${effect} before ${cause}`];
  });
}
