import { secondsBetween } from '@app/time';
import { type ContactWindow } from './contact-window.js';

/** Two windows that meet within this are one that the change from one source to another has cut: a motion ends a millisecond early. */
const MEETING_S = 0.01;

function joined(first: ContactWindow, second: ContactWindow): ContactWindow {
  const top = first.maxElevationDeg >= second.maxElevationDeg ? first : second;
  return {
    ...top,
    orbitNumber: first.orbitNumber,
    part: first.part,
    aos: first.aos,
    aosOpen: first.aosOpen,
    aosAzimuthDeg: first.aosAzimuthDeg,
    aosRangeM: first.aosRangeM,
    los: second.los,
    losOpen: second.losOpen,
    losAzimuthDeg: second.losAzimuthDeg,
    losRangeM: second.losRangeM,
    ...(first.crossings !== undefined &&
      second.crossings !== undefined && {
        crossings: {
          horizonAos: first.crossings.horizonAos,
          horizonLos: second.crossings.horizonLos,
          uplink: [...first.crossings.uplink, ...second.crossings.uplink],
        },
      }),
  };
}

/** Windows of one spacecraft that its pieces cut, put together: by station, then by time. */
export function joinPieces(windows: readonly ContactWindow[]): ContactWindow[] {
  const out: ContactWindow[] = [];
  const sorted = [...windows].sort((a, b) =>
    a.station === b.station ? (a.aos < b.aos ? -1 : a.aos > b.aos ? 1 : 0) : a.station < b.station ? -1 : 1,
  );
  for (const window of sorted) {
    const last = out.at(-1);
    const meets =
      last !== undefined &&
      last.station === window.station &&
      last.losOpen &&
      window.aosOpen &&
      Math.abs(secondsBetween(last.los, window.aos)) < MEETING_S;
    if (meets) out[out.length - 1] = joined(last, window);
    else out.push(window);
  }
  return out;
}
