export { Authority, type AuthorityQuestion } from './authority.port.js';
