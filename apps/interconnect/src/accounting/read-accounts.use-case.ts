import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { FrameAccountEntity } from '../interconnect.entities.js';
import type { AccountingQuery, CltuAccount, ContactAccount, RefusalAccount } from './accounting.messages.js';

/** Reads what became of the stations' frames and of the missions' CLTUs. */
@Injectable()
export class ReadAccounts {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** One account a contact and site, the latest first. Records that could not be read are in `refusals` only. */
  async contacts({ site, spacecraft, contact, limit }: AccountingQuery): Promise<ContactAccount[]> {
    const rows = await this.dataSource.query<ContactAccount[]>(
      `select site, spacecraft, contact,
         jsonb_build_object('frames', coalesce(sum(frames) filter (where outcome = 'delivered'), 0),
           'octets', coalesce(sum(octets) filter (where outcome = 'delivered'), 0)) as delivered,
         coalesce(jsonb_agg(reason order by reason) filter (where outcome = 'delivered'), '[]') as agreements,
         coalesce(jsonb_object_agg(reason, jsonb_build_object('frames', frames, 'octets', octets))
           filter (where outcome = 'not-routed'), '{}') as "notRouted",
         coalesce(jsonb_object_agg(reason, jsonb_build_object('frames', frames, 'octets', octets))
           filter (where outcome = 'refused'), '{}') as refused,
         min(first_earth_receive_time) as "firstEarthReceiveTime", max(last_earth_receive_time) as "lastEarthReceiveTime"
       from interconnect.frame_account
       where contact <> '' and ($1::text is null or site = $1) and ($2::text is null or spacecraft = $2)
         and ($3::text is null or contact = $3)
       group by site, spacecraft, contact
       order by max(last_earth_receive_time) desc nulls last, contact limit $4`,
      [site ?? null, spacecraft ?? null, contact ?? null, limit],
    );
    return rows;
  }

  /** One account a site, spacecraft and agreement, the latest asked first. */
  async cltus({ site, spacecraft, contact, limit }: AccountingQuery): Promise<CltuAccount[]> {
    return this.dataSource.query<CltuAccount[]>(
      `with chosen as (
         select * from interconnect.cltu
         where ($1::text is null or site = $1) and ($2::text is null or spacecraft = $2) and ($3::text is null or contact = $3)
       ), refused as (
         select site, spacecraft, agreement, jsonb_object_agg(rule, cltus) as rules
         from (select site, spacecraft, agreement, rule, count(*) as cltus from chosen
               where answer = 'refused' group by site, spacecraft, agreement, rule) r
         group by site, spacecraft, agreement
       )
       select c.site, c.spacecraft, c.agreement,
         (count(*) filter (where answer = 'accepted'))::int as accepted,
         coalesce((select rules from refused r where r.spacecraft = c.spacecraft and r.site is not distinct from c.site
           and r.agreement is not distinct from c.agreement), '{}') as refused,
         (count(*) filter (where answer is null))::int as unanswered,
         (count(*) filter (where outcome = 'radiated'))::int as radiated,
         coalesce(sum(octets) filter (where outcome = 'radiated'), 0)::int as "octetsRadiated",
         (count(*) filter (where outcome = 'not-radiated'))::int as "notRadiated",
         (count(*) filter (where answer = 'accepted' and outcome is null))::int as open,
         min(asked_at) as "firstAskedAt", max(asked_at) as "lastAskedAt"
       from chosen c group by c.site, c.spacecraft, c.agreement
       order by max(asked_at) desc, c.site, c.spacecraft, c.agreement limit $4`,
      [site ?? null, spacecraft ?? null, contact ?? null, limit],
    );
  }

  async refusals({ site, spacecraft, contact, limit }: AccountingQuery): Promise<RefusalAccount[]> {
    const rows = await this.dataSource.getRepository(FrameAccountEntity).find({
      where: {
        outcome: 'refused',
        ...(site === undefined ? {} : { site }),
        ...(spacecraft === undefined ? {} : { spacecraft }),
        ...(contact === undefined ? {} : { contact }),
      },
      order: { lastSequence: 'desc', site: 'asc', reason: 'asc' },
      take: limit,
    });
    return rows.map((row) => ({
      site: row.site,
      spacecraft: row.spacecraft === '' ? null : row.spacecraft,
      contact: row.contact === '' ? null : row.contact,
      reason: row.reason,
      frames: Number(row.frames),
      octets: Number(row.octets),
      firstSequence: Number(row.firstSequence),
      lastSequence: Number(row.lastSequence),
      firstEarthReceiveTime: row.firstEarthReceiveTime,
      lastEarthReceiveTime: row.lastEarthReceiveTime,
      detail: row.detail,
    })) as RefusalAccount[];
  }
}
