import { type Reception } from './reception.js';

/** Two ways to take the same samples, for a recording that does not say which is right: the first to give a good frame is followed. */
export function eitherReception(one: Reception, other: Reception): Reception {
  let followed: Reception | null = null;
  const take = (of: (way: Reception) => ReturnType<Reception['flush']>): ReturnType<Reception['flush']> => {
    if (followed !== null) return of(followed);
    for (const way of [one, other]) {
      const frames = of(way);
      if (!frames.some(({ quality }) => quality === 'good')) continue;
      followed = way;
      return frames;
    }
    return [];
  };
  return {
    get hasCarrier() {
      return (followed ?? one).hasCarrier;
    },
    push: (piece) => take((way) => way.push(piece)),
    flush: () => take((way) => way.flush()),
    signal: () => (followed ?? one).signal(),
  };
}
