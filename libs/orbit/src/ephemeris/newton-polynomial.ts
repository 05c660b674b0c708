/** Most conditions that a polynomial is put through: degree 15. */
export const MOST_NODES = 16;

/**
 * A vector polynomial of time in Newton's form (divided differences), put through positions, or through positions and velocities
 * (Hermite: each node counts twice). Times should be seconds near zero. Holds its working memory.
 */
export class NewtonPolynomial {
  private count = 0;
  private readonly nodes = new Float64Array(MOST_NODES);
  /** Three divided differences a node. */
  private readonly differences = new Float64Array(3 * MOST_NODES);

  /** `count` (at most 16) records from index `first` on: `states` holds six values a record, of which the positions are used. */
  throughPositions(times: Float64Array, states: Float64Array, first: number, count: number, origin: number): void {
    this.count = count;
    for (let i = 0; i < count; i++) this.setNode(i, times, states, first + i, origin);
    for (let order = 1; order < count; order++) this.raise(order);
  }

  /** The same with at most 8 records, whose velocities are met, too. */
  throughStates(times: Float64Array, states: Float64Array, first: number, count: number, origin: number): void {
    this.count = 2 * count;
    for (let i = 0; i < this.count; i++) this.setNode(i, times, states, first + (i >> 1), origin);
    const { nodes, differences } = this;
    for (let i = this.count - 1; i > 0; i--) {
      const twice = i % 2 === 1;
      const step = (nodes[i] ?? 0) - (nodes[i - 1] ?? 0);
      for (let axis = 0; axis < 3; axis++) {
        const at = 3 * i + axis;
        differences[at] = twice
          ? (states[6 * (first + (i >> 1)) + 3 + axis] ?? 0)
          : ((differences[at] ?? 0) - (differences[at - 3] ?? 0)) / step;
      }
    }
    for (let order = 2; order < this.count; order++) this.raise(order);
  }

  /** Value into `out[0..2]` and derivative into `out[3..5]`, at seconds since the origin. */
  evaluateInto(seconds: number, out: Float64Array): void {
    const { nodes, differences, count } = this;
    for (let axis = 0; axis < 3; axis++) {
      let value = differences[3 * (count - 1) + axis] ?? 0;
      let derivative = 0;
      for (let i = count - 2; i >= 0; i--) {
        const distance = seconds - (nodes[i] ?? 0);
        derivative = derivative * distance + value;
        value = value * distance + (differences[3 * i + axis] ?? 0);
      }
      out[axis] = value;
      out[3 + axis] = derivative;
    }
  }

  private setNode(node: number, times: Float64Array, states: Float64Array, record: number, origin: number): void {
    this.nodes[node] = (times[record] ?? 0) - origin;
    for (let axis = 0; axis < 3; axis++) this.differences[3 * node + axis] = states[6 * record + axis] ?? 0;
  }

  /** From differences of the order before to those of this order, last node first. */
  private raise(order: number): void {
    const { nodes, differences } = this;
    for (let i = this.count - 1; i >= order; i--) {
      const span = (nodes[i] ?? 0) - (nodes[i - order] ?? 0);
      for (let axis = 0; axis < 3; axis++) {
        const at = 3 * i + axis;
        differences[at] = ((differences[at] ?? 0) - (differences[at - 3] ?? 0)) / span;
      }
    }
  }
}
