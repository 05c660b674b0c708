import { Controller, Get, Param, type StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import {
  pointingQuerySchema,
  profileQuerySchema,
  skyPlotQuerySchema,
  type TimelineQuery,
  timelineQuerySchema,
  type WindowFileQuery,
  windowFileQuerySchema,
} from '@app/contracts';
import { Authorised, DocumentedQuery, MissionClock, RegistryReader, WallClock, ZodQuery } from '@app/platform';
import { askedSpan } from '../profiles/asked-span.js';
import { ContactWindowRepository } from '../contact-windows/contact-window.repository.js';
import { ContactMotions, utcOf } from '../profiles/contact-motion.js';
import {
  LONGEST_SPAN_DAYS,
  MOST_DRAWN_WINDOWS,
  MOST_FILE_ROWS,
  requireDrawable,
  stepWithin,
} from '../profiles/profile-limits.js';
import { contactSkyPlot } from './contact-sky-plot.js';
import { contactDopplerFile, contactPointingFile } from './contact-tables.js';
import { DocumentedFile, fileAnswer, fileKinds } from './file-answer.js';
import { StoredWindows } from './stored-window.js';
import { windowsCalendar, windowsCsv } from './window-files.js';
import { windowsTimeline } from './windows-timeline.js';

const STATED =
  'From the element set or ephemeris, and the Earth orientation, that the window states: 409 where they are there no more.';

const USUAL_SPAN = 'A day from the beginning of the present hour of mission time unless said otherwise.';

/** Files of contact windows. */
@ApiTags('flight dynamics')
@Authorised('observe-network')
@Controller('api/flight-dynamics')
export class ContactProductsController {
  constructor(
    private readonly motions: ContactMotions,
    private readonly windows: ContactWindowRepository,
    private readonly registry: RegistryReader,
    private readonly missionClock: MissionClock,
    private readonly wallClock: WallClock,
  ) {}

  @Get('contact-windows.csv')
  @ApiOperation({
    summary: 'Contact windows that touch the span as CSV, by AOS; each record states its model',
    description: 'Streamed, without a limit. The last column is the manoeuvre that makes a window doubtful.',
  })
  @DocumentedQuery(windowFileQuerySchema)
  @DocumentedFile(fileKinds.csv)
  async csv(@ZodQuery(windowFileQuerySchema) query: WindowFileQuery): Promise<StreamableFile> {
    const stored = await this.stored(query);
    return fileAnswer(fileKinds.csv, 'contact-windows', windowsCsv(this.windows.stream(filterOf(query)), stored));
  }

  @Get('contact-windows.ics')
  @ApiOperation({
    summary: 'Contact windows that touch the span as a calendar; an event keeps its UID when it is predicted anew',
    description:
      'Streamed, without a limit. DTSTAMP is the time of the machine, the events are in mission time; those that a manoeuvre makes doubtful are TENTATIVE.',
  })
  @DocumentedQuery(windowFileQuerySchema)
  @DocumentedFile(fileKinds.calendar)
  async calendar(@ZodQuery(windowFileQuerySchema) query: WindowFileQuery): Promise<StreamableFile> {
    const stored = await this.stored(query);
    const name = ['Contact windows', query.spacecraft, query.site, query.antenna].filter(Boolean).join(' ');
    const pages = this.windows.stream(filterOf(query));
    return fileAnswer(
      fileKinds.calendar,
      'contact-windows',
      windowsCalendar(pages, stored, this.wallClock.now(), name),
    );
  }

  @Get('contact-windows/timeline.svg')
  @ApiOperation({
    summary: 'Contact windows against time as a picture, a row for each antenna or spacecraft',
    description: `${USUAL_SPAN} At most ${LONGEST_SPAN_DAYS} days and ${MOST_DRAWN_WINDOWS} windows.`,
  })
  @DocumentedQuery(timelineQuerySchema)
  @DocumentedFile(fileKinds.svg)
  async timeline(@ZodQuery(timelineQuerySchema) query: TimelineQuery): Promise<StreamableFile> {
    const { start, end } = askedSpan(query, this.missionClock.now());
    const filter = filterOf({ ...query, start: utcOf(start), end: utcOf(end) });
    const stored = await this.stored(query);
    const messages = await this.windows.find({ ...filter, limit: MOST_DRAWN_WINDOWS + 1 });
    requireDrawable(messages.length);
    return fileAnswer(fileKinds.svg, 'contact-windows', [windowsTimeline(messages, stored, { ...query, start, end })]);
  }

  @Get('contact-windows/:id/sky-plot.svg')
  @ApiOperation({ summary: 'The sky over the antenna during a contact, as a picture', description: STATED })
  @DocumentedQuery(skyPlotQuerySchema)
  @DocumentedFile(fileKinds.svg)
  async skyPlot(
    @Param('id') id: string,
    @ZodQuery(skyPlotQuerySchema) query: z.infer<typeof skyPlotQuerySchema>,
  ): Promise<StreamableFile> {
    const motion = await this.motions.of(id);
    return fileAnswer(fileKinds.svg, `${motion.window.id}-sky-plot`, [await contactSkyPlot(motion, query.theme)]);
  }

  @Get('contact-windows/:id/pointing.txt')
  @ApiOperation({
    summary: "Pointing file of a contact: what the antenna's axes are to do, cable turns and keyhole counted",
    description: `${STATED} A line a second at least, more where the antenna turns fast; at most ${MOST_FILE_ROWS} rows asked for.`,
  })
  @DocumentedQuery(pointingQuerySchema)
  @DocumentedFile(fileKinds.text)
  async pointing(
    @Param('id') id: string,
    @ZodQuery(pointingQuerySchema) query: z.infer<typeof pointingQuerySchema>,
  ): Promise<StreamableFile> {
    const motion = await this.motions.of(id);
    const stepS = stepWithin(motion.durationS, query.stepS, 1, MOST_FILE_ROWS);
    const lines = await contactPointingFile(motion, stepS, query.signal);
    return fileAnswer(fileKinds.text, `${motion.window.id}-pointing`, lines);
  }

  @Get('contact-windows/:id/doppler.csv')
  @ApiOperation({
    summary: 'Range, Doppler and Doppler rate of a contact as CSV with comments',
    description: `${STATED} Every second unless said otherwise, at most ${MOST_FILE_ROWS} rows.`,
  })
  @DocumentedQuery(profileQuerySchema)
  @DocumentedFile(fileKinds.csv)
  async doppler(
    @Param('id') id: string,
    @ZodQuery(profileQuerySchema) query: z.infer<typeof profileQuerySchema>,
  ): Promise<StreamableFile> {
    const motion = await this.motions.of(id);
    const stepS = stepWithin(motion.durationS, query.stepS, 1, MOST_FILE_ROWS);
    return fileAnswer(fileKinds.csv, `${motion.window.id}-doppler`, await contactDopplerFile(motion, stepS));
  }

  /** Throws Refusal (404) for what is not registered. */
  private async stored(query: WindowFileQuery): Promise<StoredWindows> {
    await this.registry.requireKnown(query);
    if (query.antenna !== undefined) await this.registry.requireAntenna(query.antenna);
    return new StoredWindows(await this.registry.registry());
  }
}

function filterOf({ start, end, spacecraft, site, antenna, minElevationDeg }: WindowFileQuery): WindowFileQuery {
  return { start, end, spacecraft, site, antenna, minElevationDeg };
}
