import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
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
import { DocumentedAnswer, notFound, RegistryReader } from '@app/platform';

/** The registry, for reading. */
@ApiTags('service management')
@Controller('api/service-management')
export class RegistryController {
  constructor(private readonly registry: RegistryReader) {}

  @Get('members')
  @DocumentedAnswer(z.array(memberSchema))
  members(): Promise<Member[]> {
    return this.registry.members();
  }

  @Get('spacecraft')
  @DocumentedAnswer(z.array(spacecraftSchema))
  spacecraft(): Promise<Spacecraft[]> {
    return this.registry.spacecraft();
  }

  @Get('spacecraft/:id')
  @DocumentedAnswer(spacecraftSchema)
  async oneSpacecraft(@Param('id') id: string): Promise<Spacecraft> {
    return find('spacecraft', id, await this.registry.spacecraft());
  }

  @Get('sites')
  @DocumentedAnswer(z.array(siteSchema))
  sites(): Promise<Site[]> {
    return this.registry.sites();
  }

  @Get('antennas')
  @DocumentedAnswer(z.array(antennaSchema))
  antennas(): Promise<Antenna[]> {
    return this.registry.antennas();
  }

  @Get('antennas/:id')
  @DocumentedAnswer(antennaSchema)
  async antenna(@Param('id') id: string): Promise<Antenna> {
    return find('antenna', id, await this.registry.antennas());
  }

  @Get('link-profiles')
  @DocumentedAnswer(z.array(linkProfileSchema))
  linkProfiles(): Promise<LinkProfile[]> {
    return this.registry.linkProfiles();
  }

  @Get('agreements')
  @DocumentedAnswer(z.array(agreementSchema))
  agreements(): Promise<Agreement[]> {
    return this.registry.agreements();
  }
}

function find<T extends { id: string }>(kind: string, id: string, all: readonly T[]): T {
  const found = all.find((one) => one.id === id);
  if (found === undefined) throw notFound(kind, id);
  return found;
}
