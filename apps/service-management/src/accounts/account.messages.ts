import { z } from 'zod';
import { memberIdSchema, type Role, roleSchema, userIdSchema, utcSchema } from '@app/contracts';

const nameSchema = z.string().regex(/^\P{Cc}{1,100}$/u, 'expected 1 to 100 characters, no control characters');
const rolesSchema = z
  .array(roleSchema)
  .refine((roles) => new Set(roles).size === roles.length, 'expected each role once')
  .transform((roles): Role[] => [...roles].sort());

/** Long rather than intricate: a sentence does. */
export const newPasswordSchema = z.string().min(12, 'expected 12 characters or more').max(256);

/** An account as administrators see it: of the password nothing. */
export const userViewSchema = z.strictObject({
  user: userIdSchema,
  name: z.string(),
  member: memberIdSchema,
  roles: z.array(roleSchema),
  enabled: z.boolean(),
  /** Made by the demonstration. */
  demonstration: z.boolean(),
  /** Wall time. */
  created: utcSchema,
});
export type UserView = z.infer<typeof userViewSchema>;

export const createUserSchema = z.strictObject({
  user: userIdSchema,
  name: nameSchema,
  member: memberIdSchema,
  roles: rolesSchema,
  password: newPasswordSchema,
});
export type CreateUserCommand = z.output<typeof createUserSchema>;

export const changeUserSchema = z
  .strictObject({
    name: nameSchema.optional(),
    roles: rolesSchema.optional(),
    enabled: z.boolean().optional(),
    password: newPasswordSchema.optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'expected something to change, found nothing');
export type ChangeUserCommand = z.output<typeof changeUserSchema>;

export const changePasswordSchema = z.strictObject({
  current: z.string().min(1).max(256),
  new: newPasswordSchema,
});
export type ChangePasswordCommand = z.infer<typeof changePasswordSchema>;
