import { type ContactWindow } from './contact-window.js';
import { meets } from './meeting.js';

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
  };
}

/**
 * Windows of one spacecraft that its pieces cut, put together: by station, then by time. Each piece counts the parts of an orbit for itself: a
 * part that the piece before has used becomes the next one, and what was counted as a window of its own, but is the end of another one,
 * counts no more.
 */
export function joinPieces(windows: readonly ContactWindow[]): ContactWindow[] {
  const out: ContactWindow[] = [];
  const sorted = [...windows].sort((a, b) =>
    a.station === b.station ? (a.aos < b.aos ? -1 : a.aos > b.aos ? 1 : 0) : a.station < b.station ? -1 : 1,
  );
  let recount = { orbitNumber: Number.NaN, by: 0 };
  for (const window of sorted) {
    const last = out.at(-1);
    if (last?.station !== window.station) {
      recount = { orbitNumber: Number.NaN, by: 0 };
      out.push(window);
      continue;
    }
    if (last.losOpen && window.aosOpen && meets(last.los, window.aos)) {
      const { orbitNumber } = window;
      recount = { orbitNumber, by: orbitNumber === last.orbitNumber ? last.part - window.part : -1 };
      out[out.length - 1] = joined(last, window);
      continue;
    }
    const counted = window.part + (window.orbitNumber === recount.orbitNumber ? recount.by : 0);
    const taken = last.orbitNumber === window.orbitNumber ? last.part : 0;
    const part = Math.max(counted, taken + 1);
    out.push(part === window.part ? window : { ...window, part });
  }
  return out;
}
