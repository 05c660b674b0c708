import { Injectable } from '@nestjs/common';
import type { Cop1DirectiveRequest, Cop1Status, Principal } from '@app/contracts';
import { Authority, notFound, Refusal } from '@app/platform';
import { ConsoleHolders } from '../console/console-holders.port.js';
import { FindMission } from '../http/find-mission.js';
import type { UplinkSession } from './uplink-session.js';
import { UplinkService } from './uplink.service.js';

/** COP-1 of one spacecraft: how it stands, and a commander's directives to it. */
@Injectable()
export class DirectCop1 {
  constructor(
    private readonly find: FindMission,
    private readonly uplinks: UplinkService,
    private readonly holders: ConsoleHolders,
    private readonly authority: Authority,
  ) {}

  /** Throws a Refusal (404) for a spacecraft that is not registered or cannot be commanded. */
  async status(id: string): Promise<Cop1Status> {
    return (await this.session(id)).status();
  }

  /** Throws a Refusal: 401 or 403 where the authority refuses, 409 where FOP-1 does. */
  async execute(id: string, request: Cop1DirectiveRequest, who: Principal, door: string): Promise<Cop1Status> {
    const session = await this.session(id);
    const { spacecraft, antenna } = session;
    const { mode, directive } = request;
    const holder = await this.holders.holderOf(spacecraft);
    const through = antenna === undefined ? {} : { antenna };
    await this.authority.require(who, {
      operation: 'direct-cop1',
      door,
      mode,
      spacecraft,
      ...through,
      subject: directive,
      holder,
    });
    const outcome = await session.direct(request);
    if (!outcome.accepted)
      throw new Refusal(409, 'COP-1 does not take this directive now', [
        { path: 'directive', message: outcome.reason },
      ]);
    return session.status();
  }

  private async session(id: string): Promise<UplinkSession> {
    const { id: spacecraft } = await this.find.spacecraft(id);
    const session = this.uplinks.sessionOf(spacecraft);
    if (session === undefined) throw notFound('telecommand link', id);
    return session;
  }
}
