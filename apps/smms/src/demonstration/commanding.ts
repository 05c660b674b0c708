import { type Command, commandStageNameSchema, type Contact } from '@app/contracts';
import type { ApiClient } from './api-client.js';

/** What every command goes through; a hazardous one is approved besides. */
const STAGES = commandStageNameSchema.options.filter((stage) => stage !== 'approved');

/**
 * Two routine commands and a hazardous one, as two people give them through the public API: the commander writes them, a second person
 * approves the hazardous one.
 */
export async function giveCommands(
  commander: ApiClient,
  approver: ApiClient,
  { spacecraft }: Contact,
): Promise<readonly Command[]> {
  await commander.takeConsole(spacecraft);
  const test = await commander.command(spacecraft, { name: 'CONNECTION_TEST' });
  const heater = await commander.command(spacecraft, {
    name: 'HEATER_SET',
    arguments: { HEATER: 'OBC', STATE: 'ON' },
  });
  const attitude = await commander.command(spacecraft, {
    name: 'ATTITUDE_MODE_SET',
    arguments: { MODE: 'NADIR_POINTING' },
  });
  return [test, heater, await approver.approve(attitude)];
}

/** What the summary says of a command. */
export function commandAccount({ name, hazardous, author, approver, state, stages }: Command) {
  return {
    name,
    hazardous,
    author,
    approver,
    state,
    stages: stages.map(({ stage, outcome, at, frameSequenceNumber, frame }) => ({
      stage,
      outcome,
      at,
      frameSequenceNumber,
      frame: frame === null ? null : `${frame.stationLog}:${frame.stationSequence}`,
    })),
  };
}

export type CommandAccount = ReturnType<typeof commandAccount>;

/** What is not as it should be: a stage that is missing or failed, or a hazardous command that one person alone has sent. */
export function commandProblems(commands: readonly CommandAccount[]): string[] {
  return commands.flatMap(({ name, hazardous, author, approver, state, stages }) => {
    const wanted = hazardous ? commandStageNameSchema.options : STAGES;
    const missing = wanted.filter((stage) => !stages.some((one) => one.stage === stage && one.outcome === 'done'));
    return [
      ...(state === 'completed' ? [] : [`command ${name}: ended as ${state}, expected completed`]),
      ...missing.map((stage) => `command ${name}: stage ${stage} is missing`),
      ...(hazardous && (approver === null || approver === author)
        ? [`command ${name}: no second person approved it`]
        : []),
    ];
  });
}
