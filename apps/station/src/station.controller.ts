import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  antennaIdSchema,
  contactIdSchema,
  passStatusSchema,
  type PassStatus,
  type SiteId,
  siteIdSchema,
  spacecraftIdSchema,
  type StationContact,
  utcSchema,
} from '@app/contracts';
import { Authorised, DocumentedAnswer, notFound } from '@app/platform';
import type { StationAgent } from './station-agent.js';
import { StationAgents } from './station-agents.js';

const upcomingContactSchema = z.strictObject({
  contact: contactIdSchema,
  spacecraft: spacecraftIdSchema,
  antenna: antennaIdSchema,
  start: utcSchema,
  aos: utcSchema,
  los: utcSchema,
  end: utcSchema,
  maxElevationDeg: z.number(),
  uplink: z.boolean(),
});
type UpcomingContact = z.infer<typeof upcomingContactSchema>;

const stationSchema = z.strictObject({
  site: siteIdSchema,
  /** The next ten contacts that are not begun. */
  nextContacts: z.array(upcomingContactSchema),
  passesInProgress: z.array(passStatusSchema),
});
type Station = z.infer<typeof stationSchema>;

const NEXT_CONTACTS = 10;

@ApiTags('stations')
@Authorised('observe-network')
@Controller('api/stations')
export class StationController {
  constructor(private readonly stations: StationAgents) {}

  @Get()
  @ApiOperation({ summary: 'The sites whose station agents run here: next contacts, passes in progress' })
  @DocumentedAnswer(z.array(stationSchema))
  list(): Station[] {
    return this.stations.agents.map(stationOf);
  }

  @Get(':site/passes')
  @ApiOperation({ summary: 'The latest status of each pass of a site, the newest first, finished ones among them' })
  @DocumentedAnswer(z.array(passStatusSchema))
  passes(@Param('site') site: string): PassStatus[] {
    const agent = this.stations.of(site as SiteId);
    if (agent === undefined) throw notFound('station', site);
    return agent.passes();
  }
}

function stationOf(agent: StationAgent): Station {
  return {
    site: agent.site,
    nextContacts: agent.nextContacts().slice(0, NEXT_CONTACTS).map(upcoming),
    passesInProgress: agent.passesInProgress(),
  };
}

function upcoming({ contact }: StationContact): UpcomingContact {
  return {
    contact: contact.id,
    spacecraft: contact.spacecraft,
    antenna: contact.antenna,
    start: contact.start,
    aos: contact.window.aos,
    los: contact.window.los,
    end: contact.end,
    maxElevationDeg: contact.window.maxElevationDeg,
    uplink: contact.uplink,
  };
}
