import type { ApproveCommand, Command, CommandStage, CommandStageName, CommandState } from '@app/contracts';
import { useState } from 'react';
import { explain } from '../api/api-client.js';
import type { AstroStatus } from '../astro-elements.js';
import { type PanelProps, Panel } from '../panel.js';
import { utcOfDay } from '../time/mission-time.js';
import { ConfirmDialog } from './confirm-dialog.js';

const columns: readonly { readonly stage: CommandStageName; readonly title: string }[] = [
  { stage: 'queued', title: 'Queued' },
  { stage: 'approved', title: 'Approved' },
  { stage: 'released', title: 'Released' },
  { stage: 'radiated', title: 'Radiated' },
  { stage: 'acknowledged', title: 'COP-1' },
  { stage: 'accepted', title: 'Accepted' },
  { stage: 'started', title: 'Started' },
  { stage: 'completed', title: 'Completed' },
];

const stateStatus: Readonly<Record<CommandState, AstroStatus>> = {
  'awaiting-approval': 'caution',
  queued: 'standby',
  released: 'standby',
  radiated: 'standby',
  acknowledged: 'standby',
  accepted: 'standby',
  started: 'standby',
  completed: 'normal',
  failed: 'critical',
  unknown: 'serious',
  rejected: 'off',
  cancelled: 'off',
};

const arguments_ = (command: Command): string =>
  Object.entries(command.arguments)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ');

export function CommandHistory({ store, state, api, principal }: PanelProps) {
  const [asked, setAsked] = useState<{ readonly command: Command; readonly verdict: ApproveCommand['verdict'] } | null>(
    null,
  );
  const [problem, setProblem] = useState<string | null>(null);
  const { commands, spacecraft, system, holding, definitions } = state;
  const post = (command: Command, what: string, body: object): void => {
    if (spacecraft === null || system === null) return;
    setProblem(null);
    const path = `/api/telemetry-command/spacecraft/${spacecraft.id}/commands/${command.id}/${what}`;
    api.post<Command>(path, { mode: system.mode, ...body }).then(
      (next) => store.note({ command: next }),
      (error: unknown) => setProblem(explain(error)),
    );
  };
  const mayApprove = principal.roles.includes('hazardous-command-approver');
  return (
    <Panel title="Commands" testId="command-history">
      {problem === null ? null : (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {commands.length === 0 ? (
        <p className="quiet">{state.connection === 'live' ? 'No command yet.' : 'Reading …'}</p>
      ) : null}
      <div className="scroll">
        <table className="commands">
          <thead>
            <tr>
              <th scope="col">Command</th>
              <th scope="col">State</th>
              {columns.map(({ stage, title }) => (
                <th key={stage} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {commands.map((command) => (
              <tr key={command.id} data-command={command.name} data-state={command.state}>
                <td title={command.packetHex ?? ''}>
                  <strong>
                    {command.hazardous ? '⚠ ' : ''}
                    {command.name}
                  </strong>{' '}
                  <span className="quiet">
                    {arguments_(command)} · {command.service} · {command.author}
                  </span>
                  {command.state === 'queued' && command.stages.at(-1)?.outcome === 'failed' ? (
                    <p className="problem">{command.stages.at(-1)?.detail}</p>
                  ) : null}
                  {command.state === 'awaiting-approval' ? (
                    <div className="row">
                      {mayApprove ? (
                        <>
                          <button type="button" onClick={() => setAsked({ command, verdict: 'approve' })}>
                            Approve …
                          </button>
                          <button type="button" onClick={() => setAsked({ command, verdict: 'reject' })}>
                            Reject …
                          </button>
                        </>
                      ) : (
                        <span className="quiet">waits for a second person</span>
                      )}
                    </div>
                  ) : null}
                  {(command.state === 'queued' || command.state === 'awaiting-approval') &&
                  holding?.holder === principal.user ? (
                    <button type="button" className="small" onClick={() => post(command, 'cancellation', {})}>
                      Cancel
                    </button>
                  ) : null}
                </td>
                <td className="stage">
                  <rux-status status={stateStatus[command.state]} role="img" aria-label={command.state} />{' '}
                  {command.state}
                </td>
                {columns.map(({ stage }) => (
                  <StageCell key={stage} stages={command.stages.filter((one) => one.stage === stage)} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {asked === null ? null : (
        <ConfirmDialog
          title={`${asked.verdict === 'approve' ? 'Approve' : 'Reject'} ${asked.command.name}`}
          verb={asked.verdict === 'approve' ? 'Approve' : 'Reject'}
          hazardous={asked.verdict === 'approve'}
          onConfirm={() => {
            post(asked.command, 'approval', { verdict: asked.verdict });
            setAsked(null);
          }}
          onCancel={() => setAsked(null)}
        >
          <p>
            <strong>{asked.command.mode.toUpperCase()}</strong> spacecraft {asked.command.spacecraft}, service{' '}
            {asked.command.service}, significance {asked.command.significance}. Written by{' '}
            <strong>{asked.command.author}</strong>.
          </p>
          <p>{arguments_(asked.command) || 'No arguments.'}</p>
          <p className="hazard">
            ⚠ {definitions.find(({ name }) => name === asked.command.name)?.significance.reason ?? 'No reason given.'}
          </p>
          {asked.command.note === null ? null : <p>Note: {asked.command.note}</p>}
        </ConfirmDialog>
      )}
    </Panel>
  );
}

/** The latest of a stage; how often, where it was more than once. */
function StageCell({ stages }: { readonly stages: readonly CommandStage[] }) {
  const last = stages.at(-1);
  if (last === undefined) return <td className="quiet">·</td>;
  const mark = { done: '✓', failed: '✗', unknown: '?' }[last.outcome];
  const title = [
    last.at,
    last.by,
    last.detail,
    last.frameSequenceNumber === null ? null : `N(S) ${last.frameSequenceNumber}`,
    last.frame === null ? null : `${last.frame.stationLog}:${last.frame.stationSequence}`,
  ].filter((part) => part !== null);
  return (
    <td className={`stage ${last.outcome}`} title={title.join('\n')}>
      {mark} {utcOfDay(last.at)}
      {last.stage === 'radiated' && stages.length > 1 ? ` ×${stages.length}` : ''}
    </td>
  );
}
