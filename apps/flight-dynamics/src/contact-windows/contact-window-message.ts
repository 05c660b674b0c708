import {
  type Antenna,
  contactIdOf,
  contactWindowSchema,
  type ContactWindow as ContactWindowMessage,
  spacecraftIdSchema,
} from '@app/contracts';
import type { ContactModel, ContactWindow } from '@app/orbit';
import { formatUtc, secondsBetween } from '@app/time';

/** A window as the message that everything else plans on; angles to a microdegree, range to a millimetre. */
export function contactWindowMessage(
  window: ContactWindow,
  model: ContactModel,
  antenna: Antenna,
): ContactWindowMessage {
  const spacecraft = spacecraftIdSchema.parse(window.spacecraft);
  const elements = model.elements.find((one) => one.spacecraft === window.spacecraft);
  return contactWindowSchema.parse({
    id: contactIdOf(spacecraft, antenna.id, window.orbitNumber),
    spacecraft,
    site: antenna.site,
    antenna: antenna.id,
    orbitNumber: window.orbitNumber,
    aos: formatUtc(window.aos),
    tca: formatUtc(window.tca),
    los: formatUtc(window.los),
    maxElevationDeg: rounded(window.maxElevationDeg),
    aosAzimuthDeg: rounded(window.aosAzimuthDeg),
    tcaAzimuthDeg: rounded(window.tcaAzimuthDeg),
    losAzimuthDeg: rounded(window.losAzimuthDeg),
    tcaRangeKm: rounded(window.tcaRangeM / 1000),
    aosOpen: window.aosOpen,
    losOpen: window.losOpen,
    model: {
      propagator: model.propagator,
      elementSetEpoch: formatUtc(window.elementEpoch),
      elementSetSource: elements?.source.name ?? 'unknown',
      elementAgeDays: rounded(Math.abs(secondsBetween(window.elementEpoch, window.aos)) / 86_400),
      earthOrientation: model.earthOrientation,
      minElevationDeg: antenna.minElevationDeg,
      horizonMask: antenna.horizonMask.length > 0,
    },
  });
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
