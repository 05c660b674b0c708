import { type HorizonMask } from '../stations/horizon-mask.js';
import { MaskedView } from './masked-view.js';
import { type Look } from './observer.js';
import { findRoot } from './root-finding.js';

/** A stretch of a path in seconds; open where the path's end cuts it. */
export interface Interval {
  readonly from: number;
  readonly to: number;
  readonly fromOpen: boolean;
  readonly toOpen: boolean;
}

/** The parts of a stretch in which the clearance is positive. */
function visibleIn(view: MaskedView, stretch: Interval): Interval[] {
  const points = view.clearances(stretch.from, stretch.to);
  const found: Interval[] = [];
  // At an end that is a crossing of the lowest mask the clearance is rounding noise or negative: closed.
  let up = stretch.fromOpen && view.clearance(stretch.from) > 0;
  let opened = { from: stretch.from, fromOpen: stretch.fromOpen };
  for (const [i, { at, degrees }] of points.entries()) {
    const start = points[i - 1];
    if (start === undefined) continue;
    const last = i === points.length - 1;
    const above = degrees > 0 && (!last || stretch.toOpen);
    if (above === up) continue;
    // A stretch that begins or ends on its own crossing has no sign change left to search for there.
    const changes = start.degrees > 0 === up && degrees > 0 === above;
    const crossing = changes ? findRoot(view.clearance, start.at, at) : up ? at : start.at;
    if (up) found.push({ ...opened, to: crossing, toOpen: false });
    else opened = { from: crossing, fromOpen: false };
    up = above;
  }
  if (up) found.push({ ...opened, to: stretch.to, toOpen: true });
  return found;
}

/** The stretches above a horizon mask, from the stretches above its lowest elevation. */
export function intervalsAboveMask(look: Look, mask: HorizonMask, stretches: readonly Interval[]): Interval[] {
  if (mask.flat) return [...stretches];
  const view = new MaskedView(look, mask);
  return stretches.flatMap((stretch) => visibleIn(view, stretch));
}
