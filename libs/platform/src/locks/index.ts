export { LockedError } from './locked.error.js';
export { acquirePidLock, type PidLock } from './pid-lock.js';
