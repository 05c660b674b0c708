import { Controller, Get, Header, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  principalSchema,
  type Session as SessionMessage,
  sessionSchema,
  signInSchema,
  type SignIn as SignInCommand,
  utcSchema,
} from '@app/contracts';
import {
  DocumentedAnswer,
  DocumentedBody,
  Door,
  type OpenSession,
  Public,
  Session,
  SignedIn,
  ZodBody,
} from '@app/platform';
import { formatUtc } from '@app/time';
import { type ChangePasswordCommand, changePasswordSchema } from '../accounts/account.messages.js';
import { ChangePassword } from './change-password.use-case.js';
import { RenewSession } from './renew-session.use-case.js';
import { SignIn } from './sign-in.use-case.js';

/** Instants are wall time. */
const openSessionSchema = z.strictObject({ principal: principalSchema, signedInAt: utcSchema, expiresAt: utcSchema });

/** Signing in. A token lives for 15 minutes and is renewed for 12 hours. */
@ApiTags('session')
@Controller('api/session')
export class SessionController {
  constructor(
    private readonly signIn: SignIn,
    private readonly changePassword: ChangePassword,
    private readonly renewSession: RenewSession,
  ) {}

  @Post()
  @Public('here one signs in; attempts are limited and audited')
  @ApiOperation({ summary: 'Sign in: a token for user and password' })
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @DocumentedBody(signInSchema)
  @DocumentedAnswer(sessionSchema)
  open(@ZodBody(signInSchema) command: SignInCommand, @Door() door: string): Promise<SessionMessage> {
    return this.signIn.execute(command, door);
  }

  @Get()
  @SignedIn('everybody may know who they are')
  @ApiOperation({ summary: 'Who one is, and until when' })
  @DocumentedAnswer(openSessionSchema)
  who(@Session() { principal, signedInAt, expiresAt }: OpenSession): z.infer<typeof openSessionSchema> {
    return openSessionSchema.parse({
      principal,
      signedInAt: formatUtc(signedInAt),
      expiresAt: formatUtc(expiresAt),
    });
  }

  @Post('renewal')
  @SignedIn('a session goes on while the account is enabled, twelve hours at most')
  @ApiOperation({ summary: 'A fresh token for a valid one' })
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @DocumentedAnswer(sessionSchema)
  renew(@Session() session: OpenSession, @Door() door: string): Promise<SessionMessage> {
    return this.renewSession.execute(session, door);
  }

  @Post('password')
  @SignedIn('everybody may change their own password')
  @ApiOperation({ summary: "Change one's own password; every other session of the account ends" })
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @DocumentedBody(changePasswordSchema)
  @DocumentedAnswer(sessionSchema)
  password(
    @ZodBody(changePasswordSchema) command: ChangePasswordCommand,
    @Session() session: OpenSession,
    @Door() door: string,
  ): Promise<SessionMessage> {
    return this.changePassword.execute(command, session, door);
  }
}
