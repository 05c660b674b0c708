import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  type Agreement,
  agreementSchema,
  type Antenna,
  antennaSchema,
  type LinkProfile,
  linkProfileSchema,
  type Member,
  memberSchema,
  type Site,
  siteSchema,
  type Spacecraft,
  spacecraftSchema,
} from '@app/contracts';
import { Authorised, DocumentedAnswer, RegistryReader } from '@app/platform';

/** The registry, for reading. */
@ApiTags('service management')
@Authorised('observe-network')
@Controller('api/service-management')
export class RegistryController {
  constructor(private readonly registry: RegistryReader) {}

  @Get('members')
  @ApiOperation({ summary: 'Member nations' })
  @DocumentedAnswer(z.array(memberSchema))
  members(): Promise<Member[]> {
    return this.registry.members();
  }

  @Get('spacecraft')
  @ApiOperation({ summary: 'Spacecraft, in orbit and planned' })
  @DocumentedAnswer(z.array(spacecraftSchema))
  spacecraft(): Promise<Spacecraft[]> {
    return this.registry.spacecraft();
  }

  @Get('spacecraft/:id')
  @ApiOperation({ summary: 'One spacecraft' })
  @DocumentedAnswer(spacecraftSchema)
  oneSpacecraft(@Param('id') id: string): Promise<Spacecraft> {
    return this.registry.requireSpacecraft(id);
  }

  @Get('sites')
  @ApiOperation({ summary: 'Sites; `approximate` marks positions that are not surveyed' })
  @DocumentedAnswer(z.array(siteSchema))
  sites(): Promise<Site[]> {
    return this.registry.sites();
  }

  @Get('antennas')
  @ApiOperation({ summary: 'Antennas: position, horizon, bands, capabilities' })
  @DocumentedAnswer(z.array(antennaSchema))
  antennas(): Promise<Antenna[]> {
    return this.registry.antennas();
  }

  @Get('antennas/:id')
  @ApiOperation({ summary: 'One antenna' })
  @DocumentedAnswer(antennaSchema)
  antenna(@Param('id') id: string): Promise<Antenna> {
    return this.registry.requireAntenna(id);
  }

  @Get('link-profiles')
  @ApiOperation({ summary: 'Link profiles: frequencies, rates, coding, frame parameters' })
  @DocumentedAnswer(z.array(linkProfileSchema))
  linkProfiles(): Promise<LinkProfile[]> {
    return this.registry.linkProfiles();
  }

  @Get('agreements')
  @ApiOperation({ summary: 'Agreements: whose antennas serve whose spacecraft, with what' })
  @DocumentedAnswer(z.array(agreementSchema))
  agreements(): Promise<Agreement[]> {
    return this.registry.agreements();
  }
}
