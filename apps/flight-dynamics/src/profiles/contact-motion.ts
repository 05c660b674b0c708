import { Injectable } from '@nestjs/common';
import {
  type Antenna,
  type ContactWindow,
  type LinkProfile,
  type Site,
  type Spacecraft,
  stationOf,
  type Utc,
  utcSchema,
} from '@app/contracts';
import {
  type ContactModel,
  EarthFixedPath,
  PathGapError,
  type Station,
  topocentricFrame,
  type TopocentricFrame,
} from '@app/orbit';
import { notFound, Refusal, RegistryReader } from '@app/platform';
import { formatUtc, parseUtc, secondsBetween, type Tai } from '@app/time';
import { ContactWindowReader } from './contact-window.reader.js';
import { EarthOrientationReader } from './earth-orientation.reader.js';
import { TrajectoryReader } from './trajectory.reader.js';

/** A contact, who has it, and the motion that it was predicted from. */
export interface ContactMotion {
  readonly window: ContactWindow;
  readonly spacecraft: Spacecraft;
  readonly antenna: Antenna;
  readonly site: Site;
  readonly linkProfile: LinkProfile;
  /** The antenna with the mask that the window states. */
  readonly station: Station;
  readonly frame: TopocentricFrame;
  /** Its seconds count from `start`. */
  readonly path: EarthFixedPath;
  readonly start: Tai;
  readonly durationS: number;
  readonly notes: readonly string[];
}

/** Finds what the profiles of a contact are made of. */
@Injectable()
export class ContactMotions {
  constructor(
    private readonly windows: ContactWindowReader,
    private readonly trajectories: TrajectoryReader,
    private readonly orientations: EarthOrientationReader,
    private readonly registry: RegistryReader,
  ) {}

  /**
   * Throws Refusal: 404 for a window that is not predicted, 409 where the trajectory or the Earth orientation that it states is there no
   * more.
   */
  async of(id: string): Promise<ContactMotion> {
    const window = await this.windows.require(id);
    const trajectory = await this.trajectories.statedBy(window);
    const orientation = await this.orientations.statedBy(window);
    const registry = await this.registry.registry();
    const spacecraft = registered('spacecraft', window.spacecraft, registry.spacecraft);
    const antenna = registered('antenna', window.antenna, registry.antennas);
    const [aos, los] = [parseUtc(window.aos), parseUtc(window.los)];
    const { usable } = trajectory;
    const start = usable !== undefined && usable.from > aos ? usable.from : aos;
    const end = usable !== undefined && usable.to < los ? usable.to : los;
    if (end <= start)
      throw new Refusal(409, 'no motion in the window', [
        {
          path: window.id,
          message: `the ephemeris that it states reaches from ${formatUtc(start)} to ${formatUtc(end)}`,
        },
      ]);
    return {
      window,
      spacecraft,
      antenna,
      site: registered('site', window.site, registry.sites),
      linkProfile: registered('link profile', spacecraft.linkProfile, registry.linkProfiles),
      station: { ...stationOf(antenna), minElevationDeg: window.model.minElevationDeg },
      frame: topocentricFrame(antenna),
      path: new EarthFixedPath(trajectory, start, orientation),
      start,
      durationS: secondsBetween(start, end),
      notes: notesOf(window, start > aos || end < los ? { from: start, to: end } : undefined),
    };
  }
}

function registered<Entry extends { readonly id: string }>(kind: string, id: string, entries: readonly Entry[]): Entry {
  const entry = entries.find((one) => one.id === id);
  if (entry === undefined) throw notFound(kind, id);
  return entry;
}

/** `clipped` is the part of the window that its motion reaches, where that is not all of it. */
function notesOf(
  { aosOpen, losOpen, maneuver, model }: ContactWindow,
  clipped: { readonly from: Tai; readonly to: Tai } | undefined,
): string[] {
  return [
    ...(aosOpen ? ['it was up before the window: AOS is where the prediction began'] : []),
    ...(losOpen ? ['it is up after the window: LOS is where the prediction ended'] : []),
    ...(clipped === undefined
      ? []
      : [
          `from ${formatUtc(clipped.from)} to ${formatUtc(clipped.to)} only: the rest of the window is predicted from another source and left out`,
        ]),
    ...(maneuver === null ? [] : [`doubtful after a manoeuvre: ${maneuver}`]),
    ...(model.refraction === 'none' ? [] : [`the window counts refraction (${model.refraction}), this does not`]),
  ];
}

/** What all answers on a contact begin with. */
export function contactHead({ window, start, durationS, path, notes }: ContactMotion) {
  const { id, spacecraft, antenna, model } = window;
  return {
    contact: id,
    spacecraft,
    antenna,
    start: utcOf(start),
    end: utcOf(path.instantAt(durationS)),
    model,
    notes: [...notes],
  };
}

/** The instant as text, by the motion's seconds. */
export function utcAt({ path }: Pick<ContactMotion, 'path'>, seconds: number): Utc {
  return utcOf(path.instantAt(seconds));
}

/** An instant as answers have it. */
export function utcOf(instant: Tai): Utc {
  return utcSchema.parse(formatUtc(instant));
}

/** The model of a stored window, as products state it. */
export function contactModelOf(
  { spacecraft, model }: ContactWindow,
  catalogNumber: number | null,
  stations: readonly Station[],
): ContactModel {
  return {
    propagator: model.propagator,
    earthOrientation: model.earthOrientation,
    refraction: model.refraction,
    lightTime: 'none',
    elements: [
      {
        spacecraft,
        catalogNumber: catalogNumber ?? undefined,
        epoch: parseUtc(model.elementSetEpoch),
        source: { format: model.sourceKind, name: model.elementSetSource },
      },
    ],
    stations,
  };
}

/** What geometry makes of a path; a path that gives out within the span becomes a Refusal (409). */
export function alongPath<Answer>(subject: string, work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof PathGapError)) throw error;
    throw new Refusal(409, 'no motion', [
      { path: subject, message: `no state ${error.seconds.toFixed(3)} s after the start (code ${error.code})` },
    ]);
  }
}
