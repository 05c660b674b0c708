import { Controller, Get, Param, type StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  type GroundTrackAnswer,
  groundTrackAnswerSchema,
  type GroundTrackQuery,
  groundTrackQuerySchema,
  type OemQuery,
  oemQuerySchema,
  type Spacecraft,
} from '@app/contracts';
import {
  Authorised,
  DocumentedAnswer,
  DocumentedQuery,
  MissionClock,
  RegistryReader,
  WallClock,
  ZodQuery,
} from '@app/platform';
import { formatUtc } from '@app/time';
import { type AskedSpan, askedSpan } from '../profiles/asked-span.js';
import { EarthOrientationReader } from '../profiles/earth-orientation.reader.js';
import { LONGEST_SPAN_DAYS, MOST_FILE_ROWS, MOST_JSON_ROWS, stepWithin } from '../profiles/profile-limits.js';
import { type MotionPiece, TrajectoryReader } from '../profiles/trajectory.reader.js';
import { DocumentedFile, fileAnswer, fileKinds } from './file-answer.js';
import { groundTrackAnswer } from './ground-track-answer.js';
import { oemFile } from './oem-file.js';

const IN_FORCE =
  `The trajectory in force, as predictions choose it: operator ephemeris before elements, 409 where nothing is near enough. ` +
  'A day from the beginning of the present hour of mission time unless said otherwise. ' +
  `At most ${LONGEST_SPAN_DAYS} days.`;
const USUAL_STEP_S = 60;

/** Trajectories of spacecraft. */
@ApiTags('flight dynamics')
@Authorised('observe-network')
@Controller('api/flight-dynamics/spacecraft/:id')
export class SpacecraftProductsController {
  constructor(
    private readonly registry: RegistryReader,
    private readonly trajectories: TrajectoryReader,
    private readonly orientations: EarthOrientationReader,
    private readonly missionClock: MissionClock,
    private readonly wallClock: WallClock,
  ) {}

  @Get('oem')
  @ApiOperation({
    summary: 'Ephemeris of a spacecraft (OEM, CCSDS 502.0-B) in KVN or XML',
    description: `${IN_FORCE} A state a minute unless said otherwise, at most ${MOST_FILE_ROWS} rows.`,
  })
  @DocumentedQuery(oemQuerySchema)
  @DocumentedFile(fileKinds.oemKvn, fileKinds.oemXml)
  async oem(@Param('id') id: string, @ZodQuery(oemQuerySchema) query: OemQuery): Promise<StreamableFile> {
    const { craft, pieces, span } = await this.inForce(id, query);
    const stepS = stepWithin(span.spanS, query.stepS, USUAL_STEP_S, MOST_FILE_ROWS);
    const kind = query.format === 'kvn' ? fileKinds.oemKvn : fileKinds.oemXml;
    const created = this.wallClock.now();
    const text = oemFile(pieces, craft, { format: query.format, stepS, created });
    return fileAnswer(kind, `${craft.id}_${formatUtc(span.start, 0).replaceAll(/[-:]/g, '')}`, text);
  }

  @Get('ground-track')
  @ApiOperation({
    summary: 'Ground track of a spacecraft, and its footprint at one instant',
    description: `${IN_FORCE} A point a minute unless said otherwise, at most ${MOST_JSON_ROWS} rows.`,
  })
  @DocumentedQuery(groundTrackQuerySchema)
  @DocumentedAnswer(groundTrackAnswerSchema)
  async groundTrack(
    @Param('id') id: string,
    @ZodQuery(groundTrackQuerySchema) query: GroundTrackQuery,
  ): Promise<GroundTrackAnswer> {
    const { craft, pieces, span } = await this.inForce(id, query);
    const stepS = stepWithin(span.spanS, query.stepS, USUAL_STEP_S, MOST_JSON_ROWS);
    return groundTrackAnswer(craft.id, pieces, await this.orientations.inUse(), { ...query, ...span, stepS });
  }

  private async inForce(
    id: string,
    query: { readonly start?: string | undefined; readonly end?: string | undefined },
  ): Promise<{ readonly craft: Spacecraft; readonly pieces: MotionPiece[]; readonly span: AskedSpan }> {
    const craft = await this.registry.requireSpacecraft(id);
    const span = askedSpan(query, this.missionClock.now());
    return { craft, span, pieces: await this.trajectories.inForce(craft, { from: span.start, to: span.end }) };
  }
}
