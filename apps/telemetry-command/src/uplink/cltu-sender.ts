import type { FopFrame } from '@app/ccsds';
import type { OperationsMode, SpacecraftId, Utc } from '@app/contracts';
import type { MissionClock } from '@app/platform';
import { formatUtc, plusSeconds, type Tai } from '@app/time';
import type { CltuInFlight, CommandsInFlight } from './commands-in-flight.js';
import type { NewCltuId } from './new-cltu-id.js';
import { Radiations } from './radiations.js';
import { cltuOf, type UplinkParameters } from './uplink-parameters.js';
import type { CltuTransfers, TransferOutcome } from './uplink-ports.js';
import type { UplinkTarget } from './uplink-target.js';

export interface CltuSenderParts {
  readonly transfers: CltuTransfers;
  readonly clock: MissionClock;
  readonly mode: OperationsMode;
  readonly newCltuId: NewCltuId;
}

/** What is done with the ground's answer to a CLTU. */
export type CltuAnswered = (cltu: CltuInFlight, outcome: TransferOutcome) => void;

/** Makes CLTUs of FOP-1's frames, hands them over, and knows until when they may leave. */
export class CltuSender {
  readonly radiations: Radiations;
  /** CLTUs that nobody has answered yet. */
  open = 0;

  constructor(
    private readonly spacecraft: SpacecraftId,
    private readonly inFlight: CommandsInFlight,
    private readonly parts: CltuSenderParts,
    parameters: UplinkParameters,
  ) {
    // What the process before this one has sent, a moment ago perhaps, has left by then.
    this.radiations = new Radiations(this.latestEnd(this.afterT1(parameters), parameters.longestCltuS, parameters));
  }

  /** Throws TcFrameError: the frame cannot be made, and nothing is sent. */
  send(
    frame: FopFrame,
    generation: number,
    { contact, los }: UplinkTarget,
    parameters: UplinkParameters,
    answered: CltuAnswered,
  ): void {
    const { transfers, mode, clock, newCltuId } = this.parts;
    const { spacecraft } = this;
    const { kind } = frame;
    const command = kind === 'BC' ? undefined : this.inFlight.command(frame.tag);
    const octets = cltuOf(frame, command?.packet, parameters);
    const cltu: CltuInFlight = {
      id: newCltuId(),
      command: command?.id ?? null,
      kind,
      frameSequenceNumber: kind === 'AD' ? frame.frameSequenceNumber : null,
      generation,
    };
    const { id } = cltu;
    // No later than FOP-1 sends it again, and not beyond the contact: so that it is known when it has left, or does not leave any more.
    const afterT1 = this.afterT1(parameters);
    const notAfter = los !== undefined && los < afterT1 ? los : afterT1;
    const seconds = (8 * octets.length) / parameters.bitRateBps;
    const latestEnd = this.latestEnd(notAfter, seconds, parameters);
    this.inFlight.sent(cltu);
    this.radiations.given(id, { movesFarm: kind !== 'BD', latestEnd, seconds }, clock.now());
    const transfer = { mode, id, spacecraft, contact, octets: Buffer.from(octets).toString('base64') };
    this.open++;
    void transfers.transfer({ ...transfer, notAfter: formatUtc(notAfter) as Utc }).then((outcome) => {
      this.open--;
      answered(cltu, outcome);
    });
  }

  private afterT1({ fop }: UplinkParameters): Tai {
    return plusSeconds(this.parts.clock.now(), fop.t1InitialSeconds);
  }

  /** When the last bit has left of a CLTU of so many seconds that begins by `notAfter`. */
  private latestEnd(notAfter: Tai, seconds: number, { groundAllowanceS }: UplinkParameters): Tai {
    return plusSeconds(notAfter, seconds + groundAllowanceS);
  }
}
