import { Injectable } from '@nestjs/common';
import type { SpacecraftId, UserId } from '@app/contracts';
import { ConsoleHolders } from '../console/console-holders.port.js';
import { ConsoleStore, holderOf } from '../console/console-store.js';

/** Who holds a console, out of its record. */
@Injectable()
export class StoredConsoleHolders extends ConsoleHolders {
  constructor(private readonly consoles: ConsoleStore) {
    super();
  }

  override async holderOf(spacecraft: SpacecraftId): Promise<UserId | null> {
    return holderOf(await this.consoles.read(spacecraft));
  }
}
