import { type EngineeringValue, type ParameterDefinition, type RawValue } from '../definitions.js';

/** One value of a packet: as it stood there, and what it means. */
export interface DecodedEntry {
  readonly parameter: ParameterDefinition;
  readonly raw: RawValue;
  readonly value: EngineeringValue;
}

/**
 * Values of the current packet that a condition, size or calibrator looks at, by slot; undefined where the packet has not
 * (yet) held them. The last occurrence counts.
 */
export type Slots = (DecodedEntry | undefined)[];

/** Gives a slot to each parameter that something looks at. */
export class SlotTable {
  private readonly slots = new Map<ParameterDefinition, number>();

  of(parameter: ParameterDefinition): number {
    let slot = this.slots.get(parameter);
    if (slot === undefined) this.slots.set(parameter, (slot = this.slots.size));
    return slot;
  }

  /** The slot that something has asked for, or −1. */
  find(parameter: ParameterDefinition): number {
    return this.slots.get(parameter) ?? -1;
  }

  get size(): number {
    return this.slots.size;
  }
}
