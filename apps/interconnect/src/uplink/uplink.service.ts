import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { subjects } from '@app/contracts';
import { MessageBus, type Subscription } from '@app/platform';
import { ForwardNotification } from './forward-notification.use-case.js';
import { TransferCltu } from './transfer-cltu.use-case.js';

/** The interconnection's doors for telecommand on the bus. */
@Injectable()
export class UplinkService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private subscriptions: readonly Subscription[] = [];

  constructor(
    private readonly bus: MessageBus,
    private readonly transferCltu: TransferCltu,
    private readonly forwardNotification: ForwardNotification,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.subscriptions = [
      await this.bus.respond(subjects.transferAnyCltu, ({ subject, payload }) =>
        this.transferCltu.execute(payload, tokenOf(subject)),
      ),
      await this.bus.subscribe(subjects.anyCltuNotification, ({ subject, payload }) =>
        this.forwardNotification.execute(payload, tokenOf(subject)),
      ),
    ];
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.subscriptions.map((subscription) => subscription.unsubscribe()));
  }
}

/** The spacecraft or the site, second in both subjects. */
function tokenOf(subject: string): string {
  return subject.split('.')[1] ?? '';
}
