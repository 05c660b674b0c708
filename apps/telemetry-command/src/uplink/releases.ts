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
  /** What the ledger has named and was not tried yet, in its order; undefined: it is to be asked. The release itself decides. */
  private named: Command[] | undefined;

  constructor(
    private readonly spacecraft: SpacecraftId,
    private readonly driver: Cop1Driver,
    private readonly parts: ReleaseParts,
    private readonly host: ReleaseHost,
  ) {}

  /** Something may be there to be released. */
  knock(): void {
    this.named = undefined;
    this.gate.knock();
  }

  /** Another contact, or its uplink is back: what was refused before may go now. */
  reset(): void {
    this.named = undefined;
    this.gate.reset();
  }

  /** What a station refused is tried again after T1, not at once. */
  hold(...services: readonly TelecommandService[]): void {
    const { t1InitialSeconds } = this.driver.parameters.fop;
    for (const service of services) this.gate.hold(service, plusSeconds(this.parts.clock.now(), t1InitialSeconds));
    this.host.again(t1InitialSeconds);
  }

  /** Releases what can be released, one after the other. Never rejects. */
  async run(): Promise<void> {
    const { clock, logger } = this.parts;
    const refused = new Set<CommandId>();
    for (;;) {
      const target = this.host.target();
      if (target === undefined || !this.isTimeFor(target)) return;
      const { takesAd, takesBd } = this.driver.channel;
      const open = this.gate.open({ AD: takesAd, BD: takesBd }, clock.now());
      if (open.length === 0) return;
      try {
        const command = this.gate.next(await this.candidates(target, open), open, refused);
        if (command === undefined) continue;
        this.named = this.named?.filter(({ id }) => id !== command.id);
        if (!(await this.release(command, target))) refused.add(command.id);
      } catch (error) {
        logger.error({ error, spacecraft: this.spacecraft }, 'no command could be released');
        this.named = undefined;
        this.hold(...open);
      }
    }
  }

  /** Whether a CLTU that is handed over now can end before the uplink does, as far as that is known. */
  private isTimeFor({ los }: UplinkTarget): boolean {
    if (los === undefined) return true;
    const now = this.parts.clock.now();
    const ahead = this.driver.radiations.backlogSeconds(now) + this.driver.parameters.longestCltuS;
    return plusSeconds(now, ahead) <= los;
  }

  private async candidates(
    { contact }: UplinkTarget,
    open: readonly TelecommandService[],
  ): Promise<readonly Command[]> {
    if (this.named?.some(({ service }) => open.includes(service))) return this.named;
    this.named = [...(await this.parts.ledger.releasable(this.spacecraft, contact))];
    return this.named;
  }

  /** False where it may not be released now: the ledger has the reason. */
  private async release({ id, service }: Command, { contact, antenna }: UplinkTarget): Promise<boolean> {
    const { driver } = this;
    const released = await this.parts.ledger.release(id, { contact, antenna }, driver.fates.now());
    if (released === undefined) return false;
    if (this.host.target()?.contact !== contact) {
      await driver.fates.notSent(id, 'commanding has stopped');
      return false;
    }
    if (fitsOneFrame(released.packet, driver.parameters)) {
      await driver.transfer(released);
      return true;
    }
    const { length } = released.packet;
    await driver.fates.notSent(id, `its packet of ${length} octets does not go into one frame`);
    this.hold(service);
    return false;
  }
}
