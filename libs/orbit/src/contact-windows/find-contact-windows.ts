import { type Tai, formatUtc } from '@app/time';
import { type ElementSet } from '../elements/element-set.js';
import { type EarthOrientation, describeEarthOrientation } from '../frames/earth-orientation.js';
import { type TopocentricFrame, topocentricFrame } from '../frames/topocentric.js';
import { DEG_PER_RAD, RAD_PER_DEG } from '../frames/vector.js';
import { contactOrbitNumber } from '../propagation/orbit-number.js';
import { createPropagator } from '../propagation/propagator.js';
import { sgp4Reason } from '../propagation/sgp4-error.js';
import { type HorizonMask, horizonMaskOf } from '../stations/horizon-mask.js';
import { type Station, assertStations } from '../stations/station.js';
import { ContactSearchError } from './contact-search.error.js';
import { type ContactWindow, type ContactWindowSet, type PropagationStop } from './contact-window.js';
import { intervalsAboveMask } from './masked-search.js';
import { type Interval, StationView, culmination, intervalsAbove } from './pass-search.js';
import { SpacecraftTrack, TrackGapError } from './spacecraft-track.js';
import { lookBackForAos } from './true-aos.js';

/** A spacecraft under the name that its windows shall carry. */
export interface SpacecraftElements {
  readonly spacecraft: string;
  readonly elementSet: ElementSet;
}

/** Many spacecraft over many stations in one span. */
export interface ContactSearch {
  readonly spacecraft: readonly SpacecraftElements[];
  readonly stations: readonly Station[];
  readonly start: Tai;
  readonly end: Tai;
  readonly earthOrientation: EarthOrientation;
}

/** One spacecraft over one station; its name is the element set's unless given. */
export interface SingleContactSearch {
  readonly spacecraft?: string | undefined;
  readonly elementSet: ElementSet;
  readonly station: Station;
  readonly start: Tai;
  readonly end: Tai;
  readonly earthOrientation: EarthOrientation;
}

/** A station made ready once for all spacecraft. */
interface Observer {
  readonly station: Station;
  readonly frame: TopocentricFrame;
  readonly mask: HorizonMask;
}

function windowOf(
  { spacecraft, elementSet }: SpacecraftElements,
  { station, frame, mask }: Observer,
  view: StationView,
  { from, to, fromOpen, toOpen }: Interval,
): ContactWindow {
  const { track } = view;
  const top = culmination(view, from, to);
  const atAos = track.lookFrom(frame, from);
  const atTca = track.lookFrom(frame, top);
  const atLos = track.lookFrom(frame, to);
  const trueAos = fromOpen ? lookBackForAos(track, frame, mask) : from;
  return {
    spacecraft,
    catalogNumber: elementSet.catalogNumber,
    station: station.id,
    orbitNumber:
      contactOrbitNumber(track.propagator, track.instantAt(trueAos), station.latitudeDeg) ??
      elementSet.revolutionAtEpoch,
    aos: track.instantAt(from),
    tca: track.instantAt(top),
    los: track.instantAt(to),
    aosOpen: fromOpen,
    losOpen: toOpen,
    maxElevationDeg: atTca.elevationRad * DEG_PER_RAD,
    aosAzimuthDeg: atAos.azimuthRad * DEG_PER_RAD,
    tcaAzimuthDeg: atTca.azimuthRad * DEG_PER_RAD,
    losAzimuthDeg: atLos.azimuthRad * DEG_PER_RAD,
    aosRangeM: atAos.rangeM,
    tcaRangeM: atTca.rangeM,
    losRangeM: atLos.rangeM,
    elementEpoch: elementSet.epoch,
  };
}

/** All windows of one spacecraft; its ephemeris is made once and shared by the stations. */
function windowsOfSpacecraft(
  subject: SpacecraftElements,
  observers: readonly Observer[],
  search: ContactSearch,
): { readonly windows: readonly ContactWindow[]; readonly stop: PropagationStop | undefined } {
  const { spacecraft, elementSet } = subject;
  const track = new SpacecraftTrack(createPropagator(elementSet), search.start, search.end, search.earthOrientation);
  const windows: ContactWindow[] = [];
  let failed = track.stop;
  try {
    for (const observer of observers) {
      const view = new StationView(track, observer.frame);
      const stretches = intervalsAbove(view, observer.mask.lowestDeg * RAD_PER_DEG);
      for (const interval of intervalsAboveMask(view, observer.mask, stretches))
        windows.push(windowOf(subject, observer, view, interval));
    }
  } catch (error) {
    if (!(error instanceof TrackGapError)) throw error;
    failed = error;
  }
  const stop = failed && {
    spacecraft,
    catalogNumber: elementSet.catalogNumber,
    code: failed.code,
    reason: sgp4Reason(failed.code),
    at: track.instantAt(failed.seconds),
  };
  return { windows, stop };
}

function compare(a: ContactWindow, b: ContactWindow): number {
  if (a.aos !== b.aos) return a.aos < b.aos ? -1 : 1;
  const [left, right] = [`${a.spacecraft}\n${a.station}`, `${b.spacecraft}\n${b.station}`];
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * Contact windows of every spacecraft over every station in [start, end]: geometric, without refraction and light time, AOS, TCA and LOS
 * exact to microseconds of the model, windows that the span cuts marked open. A spacecraft whose elements SGP4 cannot propagate to
 * the end keeps its windows up to there and stands in `errors`. Throws ContactSearchError when the end is not after the
 * start or a name comes twice, StationError for a wrong station.
 */
export function findManyContactWindows(search: ContactSearch): ContactWindowSet {
  const { start, end, stations, earthOrientation } = search;
  if (end <= start)
    throw new ContactSearchError('end', `an instant after the start ${formatUtc(start)}`, formatUtc(end));
  assertStations(stations);
  const names = new Set<string>();
  for (const { spacecraft } of search.spacecraft) {
    if (names.has(spacecraft)) throw new ContactSearchError('spacecraft', 'each name once', `"${spacecraft}" again`);
    names.add(spacecraft);
  }
  const observers = stations.map((station) => ({
    station,
    frame: topocentricFrame(station),
    mask: horizonMaskOf(station),
  }));
  const results = search.spacecraft.map((subject) => windowsOfSpacecraft(subject, observers, search));
  return {
    model: {
      propagator: 'SGP4 (WGS72, improved)',
      earthOrientation: describeEarthOrientation(earthOrientation),
      refraction: 'none',
      lightTime: 'none',
      elements: search.spacecraft.map(({ spacecraft, elementSet }) => ({
        spacecraft,
        catalogNumber: elementSet.catalogNumber,
        epoch: elementSet.epoch,
        source: { format: elementSet.source.format, name: elementSet.source.name },
      })),
      stations,
    },
    contactWindows: results.flatMap(({ windows }) => windows).sort(compare),
    errors: results.flatMap(({ stop }) => stop ?? []),
  };
}

/** Contact windows of one spacecraft over one station; as `findManyContactWindows`. */
export function findContactWindows(search: SingleContactSearch): ContactWindowSet {
  const { spacecraft, elementSet, station, start, end, earthOrientation } = search;
  return findManyContactWindows({
    spacecraft: [{ spacecraft: spacecraft ?? elementSet.objectName, elementSet }],
    stations: [station],
    start,
    end,
    earthOrientation,
  });
}
