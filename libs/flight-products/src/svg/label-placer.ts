import { type Point } from './xml.js';

/** A rectangle by its corner of smallest x and y. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Label {
  readonly anchor: Point;
  readonly width: number;
  readonly height: number;
  /** Between the point and the near edge of the label, the best first. */
  readonly distances: readonly number[];
  /** What it may cover when there is no better place. */
  readonly over: 'lines' | 'nothing';
}

/** Directions tried around an anchor, the best first: right, left, then the corners, above and below. */
const directions: readonly (readonly [x: number, y: number])[] = [
  [1, 0],
  [-1, 0],
  [1, -1],
  [1, 1],
  [-1, -1],
  [-1, 1],
  [0, -1],
  [0, 1],
];

/** Puts labels beside their points so that no two cover each other, and off the drawn lines where there is room for that. */
export class LabelPlacer {
  private readonly taken: Box[] = [];
  private readonly lines: Box[] = [];

  constructor(private readonly bounds: Box) {}

  /** Nothing may be put here. */
  take(box: Box): void {
    this.taken.push(box);
  }

  /** Better nothing is put here: a drawn line passes. */
  avoid(box: Box): void {
    this.lines.push(box);
  }

  /**
   * A free place for a label of this size at one of these distances from its point; undefined when there is none.
   */
  place({ anchor, width, height, distances, over }: Label): Box | undefined {
    const candidates = distances.flatMap((distance) =>
      directions.map(([dx, dy]): Box => {
        const reach = dx !== 0 && dy !== 0 ? distance * 0.7 : distance;
        return {
          x: anchor.x + dx * reach - (dx === 1 ? 0 : dx === -1 ? width : width / 2),
          y: anchor.y + dy * reach - (dy === 1 ? 0 : dy === -1 ? height : height / 2),
          width,
          height,
        };
      }),
    );
    const free = candidates.filter((box) => inside(box, this.bounds) && !this.taken.some((other) => meet(box, other)));
    const clear = free.find((candidate) => !this.lines.some((line) => meet(candidate, line)));
    const box = clear ?? (over === 'lines' ? free[0] : undefined);
    if (box !== undefined) this.taken.push(box);
    return box;
  }
}

function meet(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function inside(a: Box, b: Box): boolean {
  return a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width && a.y + a.height <= b.y + b.height;
}
