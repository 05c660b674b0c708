export {
  type ElementFormat,
  type ElementSet,
  type ElementSource,
  type ParsedElements,
} from './elements/element-set.js';
export { ElementFileError, type ElementPlace, ElementSetError, describePlace } from './elements/element-error.js';
export { detectElementFormat, parseElements } from './elements/element-file.js';
export { parseAlpha5, parseTle, tleChecksum } from './elements/tle.parser.js';
export { parseOmmJson } from './elements/omm-json.parser.js';
export { parseOmmKvn } from './elements/omm-kvn.parser.js';
export { parseOmmXml } from './elements/omm-xml.parser.js';
export { type OmmJson, toOmmJson } from './elements/omm-json.writer.js';
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
export { DECAYED, NOT_FINITE, type PropagationFailure, sgp4Reason } from './propagation/sgp4-error.js';
export { contactOrbitNumber, orbitNumberAt } from './propagation/orbit-number.js';
export { DEG_PER_RAD, RAD_PER_DEG, type Vector3 } from './frames/vector.js';
export { greenwichMeanSiderealTime } from './frames/sidereal-time.js';
export {
  type EarthOrientation,
  type EarthOrientationSeries,
  type EarthOrientationValues,
  describeEarthOrientation,
} from './frames/earth-orientation.js';
export { EarthRotation, temeToItrf } from './frames/earth-rotation.js';
export { type GeodeticPosition, WGS84, geodeticToItrf } from './frames/geodetic.js';
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
  type ContactModel,
  type ContactWindow,
  type ContactWindowSet,
  type ModelElements,
  type PropagationStop,
} from './contact-windows/contact-window.js';
export { ContactSearchError } from './contact-windows/contact-search.error.js';
export {
  type ContactSearch,
  type SingleContactSearch,
  type SpacecraftElements,
  findContactWindows,
  findManyContactWindows,
} from './contact-windows/find-contact-windows.js';
export { type LookAngles, lookAnglesAt } from './contact-windows/look-angles.js';
export { type Trajectory, type TrajectoryFrame, type UsableSpan } from './trajectory/trajectory.js';
export { sgp4Trajectory } from './trajectory/sgp4-trajectory.js';
export { EarthFixedPath } from './trajectory/earth-fixed-path.js';
export { type FrameRotation, rotationToItrf } from './frames/frame-rotation.js';
export { FrameError } from './frames/frame-error.js';
