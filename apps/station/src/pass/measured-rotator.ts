import { type AntennaPosition, Rotator, type RotatorLimits } from '../rotator/rotator.port.js';

export interface RotatorEvents {
  /** The rotator has just said that it is there. */
  readonly onPosition: (position: AntennaPosition) => void;
  readonly onError: (error: unknown) => void;
}

/** A rotator whose answers and errors somebody follows. */
export class MeasuredRotator extends Rotator {
  constructor(
    private readonly rotator: Rotator,
    private readonly events: RotatorEvents,
  ) {
    super();
  }

  override limits(): Promise<RotatorLimits> {
    return this.told(this.rotator.limits());
  }

  override async position(): Promise<AntennaPosition> {
    const position = await this.told(this.rotator.position());
    this.events.onPosition(position);
    return position;
  }

  override pointAt(target: AntennaPosition): Promise<void> {
    return this.told(this.rotator.pointAt(target));
  }

  override stop(): Promise<void> {
    return this.told(this.rotator.stop());
  }

  override park(): Promise<void> {
    return this.told(this.rotator.park());
  }

  override describe(): Promise<string> {
    return this.told(this.rotator.describe());
  }

  override close(): void {
    this.rotator.close();
  }

  private async told<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      this.events.onError(error);
      throw error;
    }
  }
}
