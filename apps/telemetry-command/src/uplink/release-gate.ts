import type { Command, CommandId, TelecommandService } from '@app/contracts';
import type { Tai } from '@app/time';

const services: readonly TelecommandService[] = ['BD', 'AD'];

/** Which service's next command may be released now: asked so that the ledger is asked only when there can be something. */
export class ReleaseGate {
  /** Services that may have something to release. */
  private readonly waiting = new Set<TelecommandService>();
  /** Services that were refused something, until when they wait. */
  private readonly heldUntil = new Map<TelecommandService, Tai>();

  /** Something became releasable, or may have. */
  knock(): void {
    for (const service of services) this.waiting.add(service);
  }

  /** Tries nothing of this service before `until`: what was refused once would be refused again at once. */
  hold(service: TelecommandService, until: Tai): void {
    this.heldUntil.set(service, until);
  }

  reset(): void {
    this.heldUntil.clear();
    this.knock();
  }

  /** Of the services that could send now, those that may have something. */
  open(takes: Readonly<Record<TelecommandService, boolean>>, now: Tai): readonly TelecommandService[] {
    return services.filter(
      (service) => takes[service] && this.waiting.has(service) && now >= (this.heldUntil.get(service) ?? now),
    );
  }

  /** The command to be released next; expedited ones first, else in the order given. `refused`: those just tried in vain. */
  next(
    releasable: readonly Command[],
    open: readonly TelecommandService[],
    refused: ReadonlySet<CommandId>,
  ): Command | undefined {
    const firstOf = (service: TelecommandService): Command | undefined =>
      releasable.find((command) => command.service === service && !refused.has(command.id));
    for (const service of services) if (firstOf(service) === undefined) this.waiting.delete(service);
    return open.map(firstOf).find((command) => command !== undefined);
  }
}
