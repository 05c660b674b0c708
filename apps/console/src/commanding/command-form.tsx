import type { ArgumentValue, Command, CommandDefinitionView, TelecommandService } from '@app/contracts';
import { useState } from 'react';
import { explain } from '../api/api-client.js';
import { type PanelProps, Panel } from '../panel.js';
import { ArgumentField, valueOf } from './argument-field.js';
import { ConfirmDialog } from './confirm-dialog.js';

/** Choose, fill in, check, confirm: nothing leaves this page by one key. */
export function CommandForm({ store, state, api, principal }: PanelProps) {
  const { definitions, spacecraft, system, holding } = state;
  const [name, setName] = useState('');
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const [service, setService] = useState<TelecommandService>('AD');
  const [confirming, setConfirming] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const definition = definitions.find((one) => one.name === name);
  const commander = holding?.holder === principal.user;

  const choose = (chosen: string): void => {
    const found = definitions.find((one) => one.name === chosen);
    setName(chosen);
    setProblem(null);
    setTexts(
      Object.fromEntries(
        (found?.arguments ?? []).map((one) => [one.name, one.default === null ? '' : String(one.default)]),
      ),
    );
  };
  const values = (of: CommandDefinitionView): Record<string, ArgumentValue> =>
    Object.fromEntries(of.arguments.map((one) => [one.name, valueOf(one, texts[one.name] ?? '')]));
  const send = (of: CommandDefinitionView): void => {
    setConfirming(false);
    if (spacecraft === null || system === null) return;
    const body = { mode: system.mode, name: of.name, arguments: values(of), service };
    api.post<Command>(`/api/telemetry-command/spacecraft/${spacecraft.id}/commands`, body).then(
      (command) => {
        store.note({ command });
        choose('');
      },
      (error: unknown) => setProblem(explain(error)),
    );
  };

  return (
    <Panel title="Command" testId="command-form">
      <label className="argument">
        Command
        <select name="command" value={name} onChange={(event) => choose(event.target.value)}>
          <option value="">choose …</option>
          {definitions.map((one) => (
            <option key={one.name} value={one.name}>
              {one.hazardous ? '⚠ ' : ''}
              {one.name}
            </option>
          ))}
        </select>
      </label>
      {definition === undefined ? null : (
        <>
          <p className="quiet">{definition.description}</p>
          {definition.hazardous ? (
            <p className="hazard" role="note">
              ⚠ Hazardous ({definition.significance.level}): {definition.significance.reason ?? 'no reason given'}. A
              second person must approve it.
            </p>
          ) : null}
          {definition.arguments.map((one) => (
            <ArgumentField
              key={one.name}
              definition={one}
              text={texts[one.name] ?? ''}
              onChange={(text) => setTexts({ ...texts, [one.name]: text })}
            />
          ))}
          <label className="argument">
            Service
            <select
              name="service"
              value={service}
              onChange={(event) => setService(event.target.value as TelecommandService)}
            >
              <option value="AD">AD — acknowledged, in order</option>
              <option value="BD">BD — expedited, emergencies only</option>
            </select>
          </label>
          <button type="button" className="primary" disabled={!commander} onClick={() => setConfirming(true)}>
            Check and confirm …
          </button>
          {commander ? null : <p className="quiet">Only the commander can command: take the console first.</p>}
        </>
      )}
      {problem === null ? null : (
        <p className="problem" role="alert" data-testid="command-problem">
          {problem}
        </p>
      )}
      {!confirming || definition === undefined || spacecraft === null ? null : (
        <ConfirmDialog
          title={`${definition.name} to ${spacecraft.id}`}
          verb={definition.hazardous ? 'Submit for approval' : 'Send'}
          hazardous={definition.hazardous}
          onConfirm={() => send(definition)}
          onCancel={() => setConfirming(false)}
        >
          <p>
            <strong>{system?.mode.toUpperCase()}</strong> spacecraft {spacecraft.name} ({spacecraft.id}), service{' '}
            {service}.
          </p>
          <table>
            <tbody>
              {Object.entries(values(definition)).map(([argument, value]) => (
                <tr key={argument}>
                  <th scope="row">{argument}</th>
                  <td>{String(value)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ConfirmDialog>
      )}
    </Panel>
  );
}
