import type { Cop1DirectiveRequest, Cop1Status } from '@app/contracts';
import { useState } from 'react';
import { explain } from '../api/api-client.js';
import { type PanelProps, Panel } from '../panel.js';
import { utcOfDay } from '../time/mission-time.js';
import { ConfirmDialog } from './confirm-dialog.js';

const stateWords: Readonly<Record<Cop1Status['state'], string>> = {
  S1: 'active',
  S2: 'retransmit without wait',
  S3: 'retransmit with wait',
  S4: 'initialising',
  S5: 'initialising, BC frame under way',
  S6: 'initial: no AD service',
};

const directives: readonly {
  readonly directive: Exclude<Cop1DirectiveRequest['directive'], 'initiate-ad-with-set-vr'>;
  readonly title: string;
}[] = [
  { directive: 'initiate-ad-with-clcw-check', title: 'Initiate AD' },
  { directive: 'initiate-ad-with-unlock', title: 'Unlock FARM' },
  { directive: 'terminate-ad', title: 'Terminate AD' },
];

export function Cop1Panel({ store, state, api, principal }: PanelProps) {
  const [asked, setAsked] = useState<(typeof directives)[number] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { cop1, holding, spacecraft, system } = state;
  const give = (directive: string): void => {
    setAsked(null);
    if (spacecraft === null || system === null) return;
    setProblem(null);
    api
      .post<Cop1Status>(`/api/telemetry-command/spacecraft/${spacecraft.id}/cop1`, { mode: system.mode, directive })
      .then(
        (next) => store.note({ cop1: next }),
        (error: unknown) => setProblem(explain(error)),
      );
  };
  const clcw = cop1?.clcw ?? null;
  return (
    <Panel title="COP-1" testId="cop1" aside={cop1 === null ? null : <span className="quiet">VC {cop1.vcid}</span>}>
      {cop1 === null ? (
        <p className="quiet">Nothing known.</p>
      ) : (
        <>
          <p className="headline" data-testid="cop1-state" data-state={cop1.state}>
            <rux-status
              status={cop1.state === 'S1' ? 'normal' : cop1.state === 'S6' ? 'off' : 'caution'}
              role="img"
              aria-label={cop1.state}
            />{' '}
            {cop1.state} <span className="quiet">{stateWords[cop1.state]}</span>
          </p>
          <p className="quiet">
            V(S) {cop1.transmitterFrameSequenceNumber} · NN(R) {cop1.expectedAcknowledgement} · {cop1.sentQueue}{' '}
            unacknowledged
            {cop1.alert === null ? '' : ` · alert ${cop1.alert}`}
          </p>
          <p className="quiet">
            {clcw === null
              ? 'no CLCW yet'
              : `CLCW ${utcOfDay(clcw.earthReceiveTime)}: N(R) ${clcw.reportValue}${clcw.lockout ? ' LOCKOUT' : ''}${clcw.wait ? ' wait' : ''}${clcw.retransmit ? ' retransmit' : ''}`}
          </p>
          <div className="row">
            {directives.map((one) => (
              <button
                key={one.directive}
                type="button"
                className="small"
                disabled={holding?.holder !== principal.user}
                onClick={() => setAsked(one)}
              >
                {one.title} …
              </button>
            ))}
          </div>
        </>
      )}
      {problem === null ? null : (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {asked === null ? null : (
        <ConfirmDialog
          title={`${asked.title}: ${spacecraft?.id ?? ''}`}
          verb={asked.title}
          hazardous={false}
          onConfirm={() => give(asked.directive)}
          onCancel={() => setAsked(null)}
        >
          <p>The directive goes to FOP-1 of this spacecraft's telecommand channel at once.</p>
        </ConfirmDialog>
      )}
    </Panel>
  );
}
