/** Token of what a new password costs to check. */
export const PASSWORD_COST_TOKEN = Symbol('PasswordCost');
