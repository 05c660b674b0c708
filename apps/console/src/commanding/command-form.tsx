import type { ArgumentValue, Command, CommandDefinitionView, TelecommandService } from '@app/contracts';
import { useState } from 'react';
import { explain } from '../api/api-client.js';
import { type PanelProps, Panel } from '../panel.js';
import { ArgumentField } from './argument-field.js';
import { textOf, valueOf } from './argument-value.js';
import { ConfirmDialog } from './confirm-dialog.js';

/** A UUID, version 4; `crypto.randomUUID` is not there on a page over plain HTTP. */
function newCommandId(): string {
  const octets = crypto.getRandomValues(new Uint8Array(16));
  octets[6] = ((octets[6] ?? 0) & 0x0f) | 0x40;
  octets[8] = ((octets[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...octets].map((octet) => octet.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Choose, fill in, check, confirm: nothing leaves this page by one key. */
export function CommandForm({ store, state, api, principal }: PanelProps) {
  const { definitions, spacecraft, system, holding } = state;
  const [name, setName] = useState('');
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const [service, setService] = useState<TelecommandService>('AD');
  /** The same for every try of one command: a second try of one that arrived changes nothing. */
  const [id, setId] = useState(newCommandId);
  const [confirming, setConfirming] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const definition = definitions.find((one) => one.name === name);
  const commander = holding?.holder === principal.user;
  const missing = (definition?.arguments ?? [])
    .filter((one) => one.default === null && valueOf(one, texts[one.name] ?? '') === undefined)
    .map((one) => one.name);

  const choose = (chosen: string): void => {
    const found = definitions.find((one) => one.name === chosen);
    setName(chosen);
    // An emergency's service is for one command only.
    setService('AD');
    setProblem(null);
    setTexts(Object.fromEntries((found?.arguments ?? []).map((one) => [one.name, textOf(one)])));
    setId(newCommandId());
  };
  const values = (of: CommandDefinitionView): Record<string, ArgumentValue> =>
    Object.fromEntries(
      of.arguments.flatMap((one) => {
        const value = valueOf(one, texts[one.name] ?? '');
        return value === undefined ? [] : [[one.name, value] as const];
      }),
    );
  const send = (of: CommandDefinitionView): void => {
    setConfirming(false);
    if (spacecraft === null || system === null) return;
    const body = { id, mode: system.mode, name: of.name, arguments: values(of), service };
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
              onChange={(text) => {
                setTexts({ ...texts, [one.name]: text });
                setId(newCommandId());
              }}
            />
          ))}
          <label className="argument">
            Service
            <select
              name="service"
              value={service}
              onChange={(event) => {
                setService(event.target.value as TelecommandService);
                setId(newCommandId());
              }}
            >
              <option value="AD">AD — acknowledged, in order</option>
              <option value="BD">BD — expedited, emergencies only</option>
            </select>
          </label>
          <button
            type="button"
            className="primary"
            disabled={!commander || missing.length > 0}
            onClick={() => setConfirming(true)}
          >
            Check and confirm …
          </button>
          {missing.length === 0 ? null : <p className="quiet">Still missing: {missing.join(', ')}.</p>}
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
          {service === 'BD' ? (
            <p className="hazard">
              Service BD bypasses COP-1: no acknowledgement, no order, no retransmission. For emergencies only.
            </p>
          ) : null}
          {definition.hazardous ? (
            <p className="hazard">
              ⚠ {definition.significance.level}: {definition.significance.reason ?? 'no reason given'}
            </p>
          ) : null}
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
