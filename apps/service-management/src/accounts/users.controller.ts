import { Controller, Get, Param, Patch, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { type Principal, userIdSchema } from '@app/contracts';
import {
  Authorised,
  AuthorisedInside,
  DocumentedAnswer,
  DocumentedBody,
  Door,
  notFound,
  Who,
  ZodBody,
} from '@app/platform';
import {
  type ChangeUserCommand,
  changeUserSchema,
  type CreateUserCommand,
  createUserSchema,
  type UserView,
  userViewSchema,
} from './account.messages.js';
import { ManageUsers } from './manage-users.use-case.js';

/** The users of one's own member. */
@ApiTags('service management')
@Controller('api/service-management/users')
export class UsersController {
  constructor(private readonly users: ManageUsers) {}

  @Get()
  @Authorised('administer-users')
  @ApiOperation({ summary: "The users of one's own member" })
  @DocumentedAnswer(z.array(userViewSchema))
  list(@Who() who: Principal): Promise<UserView[]> {
    return this.users.list(who);
  }

  @Post()
  @AuthorisedInside('administer-users')
  @ApiOperation({ summary: 'Add a user' })
  @DocumentedBody(createUserSchema)
  @DocumentedAnswer(userViewSchema, 201)
  create(
    @ZodBody(createUserSchema) command: CreateUserCommand,
    @Who() who: Principal,
    @Door() door: string,
  ): Promise<UserView> {
    return this.users.create(command, who, door);
  }

  @Patch(':user')
  @AuthorisedInside('administer-users')
  @ApiOperation({
    summary: 'Change a user: name, roles, password, or whether the account is enabled; open sessions end',
  })
  @DocumentedBody(changeUserSchema)
  @DocumentedAnswer(userViewSchema)
  change(
    @Param('user') user: string,
    @ZodBody(changeUserSchema) command: ChangeUserCommand,
    @Who() who: Principal,
    @Door() door: string,
  ): Promise<UserView> {
    const known = userIdSchema.safeParse(user);
    if (!known.success) throw notFound('user', user);
    return this.users.change(known.data, command, who, door);
  }
}
