import type { AlarmEvent, GroundAlarm } from '@app/contracts';
import type { AstroStatus } from '../astro-elements.js';
import type { ConsoleState } from '../live/console-state.js';
import { Panel } from '../panel.js';
import { monitoringStatus } from '../telemetry/monitoring-status.js';
import { utcOfDay } from '../time/mission-time.js';

interface Row {
  readonly key: string;
  readonly at: string;
  readonly status: AstroStatus;
  readonly what: string;
  readonly detail: string;
  readonly active: boolean;
}

/** Active ones first, each the newest first; what has come back to normal stays to be seen below them. */
export function AlarmList({ state: { alarms, groundAlarms } }: { readonly state: ConsoleState }) {
  const rows = [...groundAlarms.map(groundRow), ...alarms.map(telemetryRow)].sort(
    (a, b) => Number(b.active) - Number(a.active) || b.at.localeCompare(a.at),
  );
  const active = rows.filter((row) => row.active).length;
  return (
    <Panel title="Alarms" testId="alarms" aside={<strong>{active} active</strong>}>
      {rows.length === 0 ? <p className="quiet">No alarm.</p> : null}
      <ul className="alarms" aria-live="polite">
        {rows.slice(0, 20).map(({ key, at, status, what, detail, active: isActive }) => (
          <li key={key} className={isActive ? '' : 'quiet'}>
            <rux-status status={status} role="img" aria-label={status} />
            <span>{utcOfDay(at)}</span>
            <strong>{what}</strong>
            <span>{detail}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function telemetryRow({ parameter, to, value, unit, generationTime }: AlarmEvent): Row {
  const active = to !== 'in-limits' && to !== 'unmonitored';
  const text = typeof value === 'number' ? value.toFixed(2) : String(value);
  return {
    key: `telemetry ${parameter}`,
    at: generationTime,
    status: monitoringStatus[to],
    what: parameter,
    detail: `${active ? to : 'back in limits'}: ${text} ${unit ?? ''}`,
    active,
  };
}

function groundRow({ kind, contact, raised, at, explanation }: GroundAlarm): Row {
  return {
    key: `ground ${kind} ${contact ?? ''}`,
    at,
    status: raised ? 'critical' : 'normal',
    what: kind,
    detail: raised ? explanation : `over: ${explanation}`,
    active: raised,
  };
}
