import { type FopAction, type FopEvent, type FopState, type FopStep, initialFop, stepFop } from '@app/ccsds';
import type { CancelTimer, MissionClock } from '@app/platform';
import type { UplinkParameters } from './uplink-parameters.js';

type TimerAction = Extract<FopAction, { kind: 'start-timer' | 'cancel-timer' }>;
export type FopOutput = Exclude<FopAction, TimerAction>;

/** FOP-1 of one spacecraft's telecommand channel, with its timer on the mission clock. */
export class FopChannel {
  private fop: FopState;
  private cancelTimer: CancelTimer = () => undefined;
  private timer = 0;
  private directives = 0;

  /** `expired` is called when the timer runs out; it then lets `timerExpired` say whether that timer is still the one that counts. */
  constructor(
    { fop }: UplinkParameters,
    private readonly clock: MissionClock,
    private readonly expired: (timer: number) => void,
  ) {
    this.fop = initialFop(fop);
  }

  get state(): FopState {
    return this.fop;
  }

  /** Whether a data unit would be sent at once: the AD service is active, nothing is being repeated, and the window is open. */
  get takesAd(): boolean {
    const { name, adOutReady, waitQueue, sentQueue, parameters } = this.fop;
    return name === 'S1' && adOutReady && waitQueue === null && sentQueue.length < parameters.windowWidth;
  }

  get takesBd(): boolean {
    return this.fop.bdOutstanding === null;
  }

  /** One step; what it asks for but for the timer, which is seen to here. */
  step(event: FopEvent): FopStep & { readonly actions: readonly FopOutput[] } {
    const step = stepFop(this.fop, event);
    this.fop = step.state;
    const actions: FopOutput[] = [];
    for (const action of step.actions)
      if (action.kind === 'start-timer') this.startTimer(action.seconds);
      else if (action.kind === 'cancel-timer') this.stopTimer();
      else actions.push(action);
    return { ...step, actions };
  }

  /** A new FOP-1 in its Initial state, V(S) kept: nothing is outstanding but, where it is to be kept, the BD frame. */
  renew(bd: 'keep-bd' | 'drop-bd'): void {
    const { parameters, transmitterFrameSequenceNumber, bdOutstanding } = this.fop;
    this.stopTimer();
    this.fop = {
      ...initialFop(parameters),
      transmitterFrameSequenceNumber,
      expectedAcknowledgement: transmitterFrameSequenceNumber,
      bdOutstanding: bd === 'keep-bd' ? bdOutstanding : null,
    };
  }

  isRunning(timer: number): boolean {
    return this.timer === timer;
  }

  nextTag(): string {
    return `directive ${++this.directives}`;
  }

  stopTimer(): void {
    this.timer++;
    this.cancelTimer();
    this.cancelTimer = () => undefined;
  }

  private startTimer(seconds: number): void {
    this.stopTimer();
    const timer = this.timer;
    this.cancelTimer = this.clock.after(seconds, () => this.expired(timer));
  }
}
