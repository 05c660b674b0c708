/** Token of the process's pino logger. */
export const LOGGER = Symbol('Logger');
/** Token of the mode that this process works in: operational, test or simulation. */
export const OPERATIONS_MODE = Symbol('OperationsMode');
