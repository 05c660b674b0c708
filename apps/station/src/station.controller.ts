import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  antennaIdSchema,
  contactIdSchema,
  passReportSchema,
  passStatusSchema,
  type PassReport,
  type PassStatus,
  pointingOffsetsSchema,
  type SiteId,
  siteIdSchema,
  spacecraftIdSchema,
  type StationContact,
  utcSchema,
} from '@app/contracts';
import { Authorised, DocumentedAnswer, DocumentedBody, notFound, Refusal, ZodBody } from '@app/platform';
import { PassNotUnderWayError } from './pass/pass-not-under-way.error.js';
import type { PointingOffsets } from './pointing/pointing-offsets.js';
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
    return this.agentOf(site).passes();
  }

  @Get(':site/passes/:contact/report')
  @ApiOperation({ summary: 'The report of a pass that is over, in figures' })
  @DocumentedAnswer(passReportSchema)
  async report(@Param('site') site: string, @Param('contact') contact: string): Promise<PassReport> {
    // What has not the form of an identifier never reaches the file system.
    const id = contactIdSchema.safeParse(contact);
    const agent = this.agentOf(site);
    const report = id.success ? await agent.report(id.data) : undefined;
    if (report === undefined) throw notFound('report of a pass', contact);
    return report;
  }

  /** They replace those before, hold from the next command to the antenna on, and end with the pass. */
  @Post(':site/passes/:contact/offsets')
  @Authorised('operate-station', { site: 'site', subject: 'contact' })
  @ApiOperation({ summary: 'Point a pass that is under way beside its track: along it by time, and by angles' })
  @HttpCode(200)
  @DocumentedBody(pointingOffsetsSchema)
  @DocumentedAnswer(passStatusSchema)
  offset(
    @Param('site') site: string,
    @Param('contact') contact: string,
    @ZodBody(pointingOffsetsSchema) offsets: PointingOffsets,
  ): PassStatus {
    const id = contactIdSchema.safeParse(contact);
    const agent = this.agentOf(site);
    try {
      const status = id.success ? agent.offset(id.data, offsets) : undefined;
      if (status === undefined) throw notFound('pass', contact);
      return status;
    } catch (error) {
      if (!(error instanceof PassNotUnderWayError)) throw error;
      throw new Refusal(409, 'pass not under way', [{ path: 'contact', message: error.message }]);
    }
  }

  private agentOf(site: string): StationAgent {
    const agent = this.stations.of(site as SiteId);
    if (agent === undefined) throw notFound('station', site);
    return agent;
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
