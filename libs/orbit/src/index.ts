export {
  type ElementFormat,
  type ElementSet,
  type ElementSource,
  type ParsedElements,
} from './elements/element-set.js';
export { ElementFileError, type ElementPlace, ElementSetError, describePlace } from './elements/element-error.js';
export { detectElementFormat, parseElements } from './elements/element-file.js';
export { formatAlpha5, parseAlpha5, parseTle, tleChecksum } from './elements/tle.parser.js';
export { toTle } from './elements/tle.writer.js';
export { ElementWriteError } from './elements/element-write-error.js';
export { parseOmmCsv } from './elements/omm-csv.parser.js';
export { parseOmmJson } from './elements/omm-json.parser.js';
export { parseOmmKvn } from './elements/omm-kvn.parser.js';
export { parseOmmXml } from './elements/omm-xml.parser.js';
export { type OmmJson, toOmmJson } from './elements/omm-json.writer.js';
export { type OmmHeader, toOmmCsv, toOmmKvn, toOmmXml } from './elements/omm-text.writer.js';
export { type PlannedManeuver, maneuverFlag } from './elements/maneuver-flag.js';
export {
  type ElementCandidate,
  type EphemerisCandidate,
  type TrajectoryCandidates,
  type TrajectoryPiece,
  type TrajectorySource,
  chooseTrajectories,
} from './elements/trajectory-choice.js';
export { EphemerisError, EphemerisFileError } from './ephemeris/ephemeris-error.js';
export { type Oem, type OemInterpolation, type OemSegment } from './ephemeris/oem.js';
export { type OemTimeSystem, formatOemTime, parseOemTime } from './ephemeris/oem-time.js';
export { type EphemerisFormat, detectEphemerisFormat, parseEphemeris } from './ephemeris/oem-file.js';
export { parseOemKvn } from './ephemeris/oem-kvn.parser.js';
export { parseOemXml } from './ephemeris/oem-xml.parser.js';
export { toOemKvn } from './ephemeris/oem-kvn.writer.js';
export { toOemXml } from './ephemeris/oem-xml.writer.js';
export { ephemerisTrajectory } from './ephemeris/ephemeris-trajectory.js';
export { mergeSpans, segmentSpan, usableSpans } from './ephemeris/usable-span.js';
export { type EphemerisSampling, sampleEphemeris } from './ephemeris/sample-ephemeris.js';
export {
  type ElementAge,
  type ElementAgePolicy,
  type ElementAgeVerdict,
  defaultElementAgePolicy,
  elementAge,
} from './elements/element-age.js';
export {
  type Propagator,
  type TemeState,
  createPropagator,
  minutesSinceEpoch,
  propagateInto,
  propagateTeme,
  propagateTemeMinutes,
} from './propagation/propagator.js';
export {
  DECAYED,
  NOT_FINITE,
  OUTSIDE_EPHEMERIS,
  type PropagationFailure,
  sgp4Reason,
} from './propagation/sgp4-error.js';
export { contactOrbitNumber, orbitNumberAt } from './propagation/orbit-number.js';
export { sgp4Constants } from './propagation/sgp4-constants.js';
export { DEG_PER_RAD, RAD_PER_DEG, type Vector3 } from './frames/vector.js';
export { earthRotationAngle, greenwichMeanSiderealTime } from './frames/sidereal-time.js';
export {
  type EarthOrientation,
  type EarthOrientationCoverage,
  type EarthOrientationPiece,
  type EarthOrientationSeries,
  type EarthOrientationValues,
} from './frames/earth-orientation.js';
export {
  type EarthOrientationStatus,
  STALE_PREDICTION_DAYS,
  describeEarthOrientation,
  earthOrientationStatus,
  earthOrientationWarnings,
} from './frames/earth-orientation-report.js';
export { type EarthOrientationRow } from './earth-orientation/earth-orientation-row.js';
export { EarthOrientationError, type EarthOrientationPlace } from './earth-orientation/earth-orientation-error.js';
export { parseFinals2000a } from './earth-orientation/finals2000a.parser.js';
export { parseEarthOrientationJson } from './earth-orientation/earth-orientation-json.parser.js';
export {
  type EarthOrientationTable,
  earthOrientationOfTable,
  finalsName,
  parseEarthOrientation,
} from './earth-orientation/earth-orientation-file.js';
export { earthOrientationSeries } from './earth-orientation/earth-orientation-series.js';
export { type FinalsSlice, decodeFinalsSlice, encodeFinalsSlice } from './earth-orientation/finals-slice.js';
export { shippedEarthOrientation } from './earth-orientation/shipped-earth-orientation.js';
export { EarthRotation, temeToItrf } from './frames/earth-rotation.js';
export { CelestialRotation, temeToGcrf } from './frames/celestial-rotation.js';
export { type CelestialPole, celestialPole } from './frames/celestial-pole.js';
export { ttMinusTaiSeconds } from './frames/celestial-pole-track.js';
export { eme2000ToGcrf } from './frames/frame-bias.js';
export { type GeodeticPosition, WGS84, geodeticToItrf, itrfToGeodetic } from './frames/geodetic.js';
export {
  type Direction,
  type TopocentricFrame,
  angleBetween,
  directionTo,
  topocentricFrame,
} from './frames/topocentric.js';
export { type HorizonPoint, type Station, assertStations, stationErrors } from './stations/station.js';
export { StationError } from './stations/station-error.js';
export { type HorizonMask, horizonMaskOf } from './stations/horizon-mask.js';
export {
  type ContactCrossings,
  type ContactModel,
  type ContactWindow,
  type ContactWindowSet,
  type ModelElements,
  type PropagationStop,
  type TaiInterval,
} from './contact-windows/contact-window.js';
export { ContactSearchError } from './contact-windows/contact-search.error.js';
export {
  type ContactSearch,
  type SingleContactSearch,
  findContactWindows,
  findManyContactWindows,
} from './contact-windows/find-contact-windows.js';
export {
  type ContactSubject,
  type ModelSource,
  type PreparedSubject,
  type SpacecraftElements,
  type SpacecraftEphemeris,
  prepareSubject,
} from './contact-windows/contact-subject.js';
export { type ContactColumns, ColumnSearch, type SubjectColumns } from './contact-windows/contact-columns.js';
export { windowsFromColumns } from './contact-windows/windows-from-columns.js';
export { type ElevationModel, geometricElevation, refractedElevation } from './contact-windows/elevation-model.js';
export { type LookAngles, lookAnglesAt } from './contact-windows/look-angles.js';
export { type Trajectory, type TrajectoryFrame, type UsableSpan } from './trajectory/trajectory.js';
export { sgp4Trajectory } from './trajectory/sgp4-trajectory.js';
export { EarthFixedPath } from './trajectory/earth-fixed-path.js';
export { type FrameRotation, rotationToItrf } from './frames/frame-rotation.js';
export { FrameError } from './frames/frame-error.js';
export {
  type DopplerLink,
  type DopplerProfile,
  type DownlinkDoppler,
  type UplinkDoppler,
  dopplerProfile,
} from './doppler/doppler-profile.js';
export { SPEED_OF_LIGHT_MPS, type SignalSense } from './doppler/line-of-sight.js';
export { ProfileError } from './doppler/profile.error.js';
export { type MissingRows } from './doppler/sample-times.js';
export { type PointingCurve, type PointingProfile, pointingProfile } from './pointing/pointing-profile.js';
export {
  type AntennaLimits,
  AntennaLimitsError,
  type AntennaPosition,
  assertAntennaLimits,
  slewTimeS,
} from './pointing/antenna-limits.js';
export { type TrackMode } from './pointing/antenna-programme.js';
export { type FollowedTrack } from './pointing/rate-limited-tracking.js';
export { type TrackInterruption } from './pointing/track-interruptions.js';
export { type Keyhole, type KeyholeInterval } from './pointing/keyhole.js';
export { type TrackChoice, type TrackChoiceSettings, type TrackOption, trackChoice } from './pointing/track-choice.js';
export {
  type OccupyingWindow,
  type WindowGroup,
  antennaConflicts,
  simultaneousViews,
} from './contact-details/conflicts.js';
export {
  type CrossingHints,
  type LevelCrossing,
  type LevelInterval,
  elevationCrossings,
  intervalsAbove,
} from './contact-details/elevation-crossings.js';
export {
  type ElementErrorModel,
  alongTrackSigmaM,
  defaultElementErrorModel,
  dragAlongTrackKm,
} from './contact-details/along-track-sigma.js';
export { type ContactTimes, type ContactTimeSigmas, contactTimeSigmas } from './contact-details/aos-uncertainty.js';
export { GeometryError, PathGapError } from './sun-moon/geometry-error.js';
export { sunPosition } from './sun-moon/sun-position.js';
export { moonPosition } from './sun-moon/moon-position.js';
export { type CelestialBody, CelestialPath, bodyInItrf, moonInItrf, sunInItrf } from './sun-moon/celestial-body.js';
export {
  BODY_HORIZON_RAD,
  type BodySeparation,
  moonSeparation,
  sunSeparation,
  topocentricBody,
} from './sun-moon/separation.js';
export {
  type ClosestApproach,
  type SeparationSearch,
  closestApproaches,
  interferenceIntervals,
  interferenceThresholdRad,
  minimumSeparation,
} from './sun-moon/interference.js';
export { type TimeInterval } from './sun-moon/time-intervals.js';
export {
  type Illumination,
  type ShadowGeometry,
  type SunlightState,
  illumination,
  shadowGeometry,
} from './eclipse/shadow.js';
export { type EclipseInterval, eclipseIntervals } from './eclipse/eclipse-intervals.js';
export { type AscendingNode, ascendingNodes } from './ground-track/ascending-nodes.js';
export { type GroundTrack, type GroundTrackPoint, groundTrack } from './ground-track/ground-track.js';
export { type Footprint, footprint } from './ground-track/footprint.js';
export { type LonLat, type MapRing } from './ground-track/map-rings.js';
export { type AirConditions, STANDARD_AIR, apparentElevationRad, trueElevationRad } from './refraction/refraction.js';
export { assertAboveGround } from './ephemeris/above-ground.js';
