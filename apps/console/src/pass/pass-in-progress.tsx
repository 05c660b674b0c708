import type { PassStatus, UplinkState } from '@app/contracts';
import type { ReactNode } from 'react';
import type { AstroStatus } from '../astro-elements.js';
import { type PanelProps, Panel } from '../panel.js';
import { utcOfDay } from '../time/mission-time.js';

const phaseStatus: Readonly<Record<PassStatus['phase'], AstroStatus>> = {
  scheduled: 'off',
  'set-up': 'standby',
  ready: 'standby',
  acquiring: 'caution',
  locked: 'normal',
  'tear-down': 'standby',
  completed: 'off',
  failed: 'critical',
  aborted: 'serious',
};
const uplinkStatus: Readonly<Record<UplinkState, AstroStatus>> = {
  'not-permitted': 'off',
  waiting: 'standby',
  acquiring: 'caution',
  ready: 'normal',
  lost: 'serious',
  off: 'off',
};
const alarmWords = {
  'no-telemetry': 'no telemetry',
  'uplink-not-acquired': 'uplink not acquired',
  'rotator-down': 'rotator does not answer',
  'baseband-down': 'baseband unit does not answer',
  'off-target': 'antenna off target',
} as const;

const degrees = (value: number | null): string => (value === null ? '–' : `${value.toFixed(2)}°`);

export function PassInProgress({ state: { passes } }: PanelProps) {
  return (
    <Panel title="Pass" testId="pass">
      {passes.length === 0 ? <p className="quiet">No pass in progress.</p> : null}
      {passes.map((pass) => (
        <OnePass key={pass.contact} pass={pass} />
      ))}
    </Panel>
  );
}

function OnePass({ pass }: { readonly pass: PassStatus }) {
  const { frames, uplink } = pass;
  return (
    <article aria-label={pass.contact}>
      <p className="headline" data-phase={pass.phase}>
        <rux-status status={phaseStatus[pass.phase]} role="img" aria-label={pass.phase} /> {pass.phase}
        <strong>{pass.antenna}</strong> <span className="quiet">{pass.contact}</span>
      </p>
      {pass.reason === null ? null : <p className="problem">{pass.reason}</p>}
      {pass.alarms.length === 0 ? null : (
        <p className="problem" role="alert">
          {pass.alarms.map((alarm) => alarmWords[alarm]).join(', ')}
        </p>
      )}
      <dl className="facts">
        <Fact name="Elevation">{degrees(pass.elevationDeg)}</Fact>
        <Fact name="Range">{pass.rangeKm.toFixed(0)} km</Fact>
        <Fact name="Azimuth, commanded / actual">
          {degrees(pass.commandedAzimuthDeg)} / {degrees(pass.actualAzimuthDeg)}
        </Fact>
        <Fact name="Elevation, commanded / actual">
          {degrees(pass.commandedElevationDeg)} / {degrees(pass.actualElevationDeg)}
        </Fact>
        <Fact name="Es/N0">{pass.esN0Db === null ? '–' : `${pass.esN0Db.toFixed(1)} dB`}</Fact>
        <Fact name="Last frame">{pass.lastFrameAt === null ? '–' : utcOfDay(pass.lastFrameAt)}</Fact>
        <Fact name="Frames good / corrected / bad">
          <span data-testid="frames">{frames.good}</span> / {frames.corrected} / {frames.uncorrectable}
        </Fact>
        <Fact name="Corrected symbols">{frames.correctedSymbols}</Fact>
      </dl>
      <p className="uplink" data-testid="uplink" data-state={uplink.state}>
        <rux-status status={uplinkStatus[uplink.state]} role="img" aria-label={`uplink ${uplink.state}`} /> Uplink{' '}
        {uplink.state}
        <span className="quiet">
          {' '}
          carrier {uplink.carrierUp ? 'up' : 'down'} · {flag('RF', uplink.noRfAvailable)} ·{' '}
          {flag('bit lock', uplink.noBitLock)} · {uplink.cltusRadiated} CLTUs
          {uplink.cltusFailed === 0 ? '' : `, ${uplink.cltusFailed} not radiated`}
        </span>
      </p>
    </article>
  );
}

/** The CLCW says what is missing. */
function flag(name: string, missing: boolean | null): string {
  return missing === null ? `${name} unknown` : missing ? `no ${name}` : name;
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
