import { type PanelProps, Panel } from '../panel.js';
import { useMissionNow } from '../shell/status-bar.js';
import { duration, utcOfDay } from '../time/mission-time.js';

export function NextContacts({ store, state }: PanelProps) {
  const now = useMissionNow(store);
  const { contacts } = state;
  return (
    <Panel title="Next contacts" testId="next-contacts">
      {contacts.length === 0 ? <p className="quiet">No contact is booked.</p> : null}
      <table>
        <thead>
          <tr>
            {state.spacecraft === null ? <th scope="col">Spacecraft</th> : null}
            <th scope="col">Antenna</th>
            <th scope="col">AOS</th>
            <th scope="col">LOS</th>
            <th scope="col" className="number">
              Max el
            </th>
            <th scope="col">Up</th>
            <th scope="col" className="number">
              T
            </th>
          </tr>
        </thead>
        <tbody>
          {contacts
            .slice(0, 6)
            .map(({ id, state: contactState, spacecraft, antenna, uplink, window: { aos, los, maxElevationDeg } }) => {
              const toAos = now === undefined ? undefined : Date.parse(aos) - now;
              const going =
                (contactState === 'booked' || contactState === 'executing') &&
                now !== undefined &&
                toAos !== undefined &&
                toAos <= 0 &&
                Date.parse(los) > now;
              return (
                <tr key={id} className={going ? 'going' : ''} title={id}>
                  {state.spacecraft === null ? <td>{spacecraft}</td> : null}
                  <td>{antenna}</td>
                  <td>{utcOfDay(aos)}</td>
                  <td>{utcOfDay(los)}</td>
                  <td className="number">{maxElevationDeg.toFixed(1)}°</td>
                  <td>{uplink ? '▲' : '–'}</td>
                  <td className="number">
                    {toAos === undefined
                      ? ''
                      : contactState === 'failed'
                        ? 'failed'
                        : going
                          ? 'in view'
                          : `${toAos < 0 ? 'T+' : 'T−'}${duration(toAos)}`}
                  </td>
                </tr>
              );
            })}
        </tbody>
      </table>
    </Panel>
  );
}
