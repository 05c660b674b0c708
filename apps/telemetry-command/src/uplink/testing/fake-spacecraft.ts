import {
  type Clcw,
  CltuReceiver,
  farmParameters,
  type FarmState,
  farmReport,
  initialFarm,
  parseControlCommand,
  parseSpacePacketHeader,
  parseTcFrame,
  stepFarm,
  type TcFrame,
} from '@app/ccsds';
import type { LinkProfile } from '@app/contracts';
import { uplinkParametersOf, type UplinkParameters } from '../uplink-parameters.js';

/** A receiver, FARM-1 and an application that counts: what a spacecraft does with CLTUs, without its radio. */
export class FakeSpacecraft {
  farm: FarmState = initialFarm();
  hasRf = false;
  hasBitLock = false;
  /** Sequence counts of the packets that were executed, in order, by AD or BD. */
  readonly executed: { readonly service: 'AD' | 'BD'; readonly sequenceCount: number }[] = [];
  private readonly receiver: CltuReceiver;
  private readonly parameters: UplinkParameters;
  private readonly window;

  constructor(profile: LinkProfile) {
    const { frame } = profile.uplink!;
    this.parameters = uplinkParametersOf(profile, 1)!;
    this.window = farmParameters(frame.farmWindowWidth);
    this.receiver = new CltuReceiver({ mode: frame.bch, randomized: frame.randomizer });
  }

  receive(cltu: Uint8Array): void {
    if (!this.hasRf || !this.hasBitLock) return;
    for (const output of this.receiver.push(cltu))
      if (output.type === 'cltu')
        for (const octets of output.delimited.frames) this.take(parseTcFrame(octets, this.parameters.frame));
  }

  clcw(): Clcw {
    return {
      statusField: 0,
      copInEffect: 1,
      vcid: this.parameters.vcid,
      noRfAvailable: !this.hasRf,
      noBitLock: !this.hasBitLock,
      ...farmReport(this.farm),
    };
  }

  private take(frame: TcFrame): void {
    const { kind, frameSequenceNumber, data } = frame;
    const step = stepFarm(
      this.window,
      this.farm,
      kind === 'AD'
        ? { kind: 'ad-frame', frameSequenceNumber, bufferAvailable: true }
        : kind === 'BD'
          ? { kind: 'bd-frame' }
          : { kind: 'bc-frame', command: parseControlCommand(data) },
    );
    this.farm = step.state;
    for (const action of step.actions)
      if (action.kind === 'deliver')
        this.executed.push({ service: action.frame, sequenceCount: parseSpacePacketHeader(data).sequenceCount });
  }
}
