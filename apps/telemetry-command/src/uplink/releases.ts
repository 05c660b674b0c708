import type { Command, CommandId, SpacecraftId, TelecommandService } from '@app/contracts';
import type { Logger, MissionClock } from '@app/platform';
import { plusSeconds } from '@app/time';
import type { CommandLedger } from '../commands/command-ledger.port.js';
import type { Cop1Driver } from './cop1-driver.js';
import { ReleaseGate } from './release-gate.js';
import { fitsOneFrame } from './uplink-parameters.js';
import type { UplinkTarget } from './uplink-target.js';

export interface ReleaseParts {
  readonly ledger: CommandLedger;
  readonly clock: MissionClock;
  readonly logger: Logger;
}

/** What the releases need of the session that they are made for. */
export interface ReleaseHost {
  /** Where CLTUs may go now; undefined: nowhere. */
  target(): UplinkTarget | undefined;
  /** Lets `run` be called once more after so many seconds of mission time. */
  again(seconds: number): void;
}

/** Takes commands from the ledger, in its order, when COP-1 can send them at once. All calls in one order. */
export class Releases {
  private readonly gate = new ReleaseGate();

  constructor(
    private readonly spacecraft: SpacecraftId,
    private readonly driver: Cop1Driver,
    private readonly parts: ReleaseParts,
    private readonly host: ReleaseHost,
  ) {}

  /** Something may be there to be released. */
  knock(): void {
    this.gate.knock();
  }

  /** Another contact: what was refused in the one before may go in this one. */
  reset(): void {
    this.gate.reset();
  }

  /** What a station refused is tried again after T1, not at once. */
  hold(service: TelecommandService): void {
    const { t1InitialSeconds } = this.driver.parameters.fop;
    this.gate.hold(service, plusSeconds(this.parts.clock.now(), t1InitialSeconds));
    this.host.again(t1InitialSeconds);
  }

  /** Releases what can be released, one after the other. Never rejects. */
  async run(): Promise<void> {
    const { ledger, clock, logger } = this.parts;
    const refused = new Set<CommandId>();
    for (;;) {
      const target = this.host.target();
      if (target === undefined) return;
      const { takesAd, takesBd } = this.driver.channel;
      const open = this.gate.open({ AD: takesAd, BD: takesBd }, clock.now());
      if (open.length === 0) return;
      try {
        const releasable = await ledger.releasable(this.spacecraft, target.contact);
        const command = this.gate.next(releasable, open, refused);
        if (command !== undefined && !(await this.release(command, target))) refused.add(command.id);
      } catch (error) {
        logger.error({ error, spacecraft: this.spacecraft }, 'no command could be released');
        for (const service of open) this.hold(service);
      }
    }
  }

  /** False where it may not be released now: the ledger has the reason. */
  private async release({ id, service }: Command, { contact, antenna }: UplinkTarget): Promise<boolean> {
    const released = await this.parts.ledger.release(id, { contact, antenna }, this.driver.now());
    if (released === undefined) return false;
    if (fitsOneFrame(released.packet, this.driver.parameters)) {
      await this.driver.transfer(released);
      return true;
    }
    this.hold(service);
    const reason = `its packet of ${released.packet.length} octets does not go into one frame`;
    await this.driver.record(id, { type: 'not-sent', at: this.driver.now(), reason });
    return false;
  }
}
