import {
  type Antenna,
  contactIdOf,
  contactWindowSchema,
  type ContactWindow as ContactWindowMessage,
  spacecraftIdSchema,
} from '@app/contracts';
import type { ContactModel, ContactTimeSigmas, ContactWindow } from '@app/orbit';
import { formatUtc, secondsBetween, type Tai } from '@app/time';

/** What a window's own model says where it is more exact than the model of the whole search. */
export interface WindowDetails {
  readonly sourceKind: ContactWindowMessage['model']['sourceKind'];
  readonly propagator: string;
  readonly earthOrientation: string;
  readonly uncertainty: ContactTimeSigmas | null;
}

/**
 * A window as the message that everything else plans on: angles to a microdegree, ranges to a millimetre, uncertainties to a
 * millisecond. Manoeuvres are flagged by who knows them.
 */
export function contactWindowMessage(
  window: ContactWindow,
  model: Pick<ContactModel, 'propagator' | 'earthOrientation' | 'refraction'>,
  antenna: Antenna,
  details?: WindowDetails,
): ContactWindowMessage {
  const spacecraft = spacecraftIdSchema.parse(window.spacecraft);
  const { crossings } = window;
  return contactWindowSchema.parse({
    id: contactIdOf(spacecraft, antenna.id, window.orbitNumber, window.part),
    spacecraft,
    site: antenna.site,
    antenna: antenna.id,
    orbitNumber: window.orbitNumber,
    part: window.part,
    aos: formatUtc(window.aos),
    tca: formatUtc(window.tca),
    los: formatUtc(window.los),
    maxElevationDeg: rounded(window.maxElevationDeg),
    aosAzimuthDeg: rounded(window.aosAzimuthDeg),
    tcaAzimuthDeg: rounded(window.tcaAzimuthDeg),
    losAzimuthDeg: rounded(window.losAzimuthDeg),
    aosRangeKm: rounded(window.aosRangeM / 1000),
    tcaRangeKm: rounded(window.tcaRangeM / 1000),
    losRangeKm: rounded(window.losRangeM / 1000),
    aosOpen: window.aosOpen,
    losOpen: window.losOpen,
    horizonAos: utcOrNull(crossings?.horizonAos),
    horizonLos: utcOrNull(crossings?.horizonLos),
    uplink: (crossings?.uplink ?? []).map(({ from, to }) => ({ from: formatUtc(from), to: formatUtc(to) })),
    uncertainty: uncertaintyOf(details?.uncertainty ?? null),
    model: {
      propagator: details?.propagator ?? model.propagator,
      sourceKind: details?.sourceKind ?? 'elements',
      elementSetEpoch: formatUtc(window.elementEpoch),
      elementSetSource: window.source.name,
      elementAgeDays: rounded(Math.abs(secondsBetween(window.elementEpoch, window.aos)) / 86_400),
      earthOrientation: details?.earthOrientation ?? model.earthOrientation,
      refraction: model.refraction,
      minElevationDeg: antenna.minElevationDeg,
      horizonMask: antenna.horizonMask.length > 0,
    },
  });
}

function rounded(value: number, perUnit = 1e6): number {
  return Math.round(value * perUnit) / perUnit;
}

function utcOrNull(instant: Tai | undefined): string | null {
  return instant === undefined ? null : formatUtc(instant);
}

function uncertaintyOf(sigmas: ContactTimeSigmas | null): ContactWindowMessage['uncertainty'] {
  if (sigmas === null) return null;
  const { aosS, tcaS, losS, mayNotRise } = sigmas;
  return { aosS: rounded(aosS, 1e3), tcaS: rounded(tcaS, 1e3), losS: rounded(losS, 1e3), mayNotRise };
}
