import { useEffect, useRef } from 'react';
import type { ConsoleState, ParameterView } from '../live/console-state.js';
import type { ConsoleStore } from '../live/console-store.js';
import { Panel } from '../panel.js';
import { useMissionNow } from '../shell/status-bar.js';
import { age } from '../time/mission-time.js';
import { LimitPlot } from './limit-plot.js';
import { monitoringStatus } from './monitoring-status.js';

const HEIGHT_PX = 150;

interface PlotsProps {
  readonly store: ConsoleStore;
  readonly state: ConsoleState;
}

export function Plots({ store, state }: PlotsProps) {
  const now = useMissionNow(store);
  const numeric = [...state.parameters.values()].filter(({ kind }) => kind === 'float' || kind === 'integer');
  return (
    <Panel title="Telemetry" testId="telemetry" aside={<Freshness state={state} now={now} />}>
      {state.plotted.length === 0 ? <p className="quiet">Waiting for the mission database …</p> : null}
      {state.plotted.map((name, at) => (
        <figure key={at} className="plot">
          <figcaption>
            <label>
              <span className="visually-hidden">Parameter of plot {at + 1}</span>
              <select value={name} onChange={(event) => void store.plot(at, event.target.value)}>
                {numeric.map((one) => (
                  <option key={one.name} value={one.name} title={one.description}>
                    {one.name}
                  </option>
                ))}
              </select>
            </label>
            <LatestValue parameter={state.parameters.get(name)} now={now} />
          </figcaption>
          <Plot state={state} name={name} now={now} />
        </figure>
      ))}
    </Panel>
  );
}

function Freshness({ state, now }: { readonly state: ConsoleState; readonly now: number | undefined }) {
  if (state.lastTelemetryAt === null || now === undefined) return <span className="quiet">no live value yet</span>;
  return (
    <span data-testid="telemetry-age">latest {age(now - Date.parse(state.lastTelemetryAt))}, by the time on board</span>
  );
}

function LatestValue({
  parameter,
  now,
}: {
  readonly parameter: ParameterView | undefined;
  readonly now: number | undefined;
}) {
  const latest = parameter?.latest ?? null;
  if (parameter === undefined || latest === null) return <span className="quiet">no value</span>;
  const { value, monitoring, generationTime } = latest;
  const text = typeof value === 'number' ? value.toFixed(3) : String(value);
  const howOld = now === undefined ? '' : age(now - Date.parse(generationTime));
  return (
    <span className="latest">
      <rux-status status={monitoringStatus[monitoring]} role="img" aria-label={monitoring} />
      <strong>
        {text} {parameter.unit ?? ''}
      </strong>
      <span className="quiet">
        {monitoring} · {howOld}
      </span>
    </span>
  );
}

function Plot({
  state,
  name,
  now,
}: {
  readonly state: ConsoleState;
  readonly name: string;
  readonly now: number | undefined;
}) {
  const element = useRef<HTMLDivElement>(null);
  const plot = useRef<LimitPlot | null>(null);
  useEffect(() => {
    const host = element.current;
    if (host === null) return undefined;
    const made = new LimitPlot(host, host.clientWidth, HEIGHT_PX);
    plot.current = made;
    const observer = new ResizeObserver(() => made.resize(host.clientWidth, HEIGHT_PX));
    observer.observe(host);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, []);
  const series = state.series.get(name);
  const limits = state.parameters.get(name)?.limits ?? [];
  const second = now === undefined ? undefined : Math.floor(now / 1000);
  useEffect(() => plot.current?.show(series, limits, second), [series, limits, second]);
  return <div ref={element} className="plot-area" role="img" aria-label={`${name} over the last ten minutes`} />;
}
