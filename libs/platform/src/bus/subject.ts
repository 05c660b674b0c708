import { SubjectError } from './bus.errors.js';

// Subjects and filters in the manner of NATS, narrowed to what every adapter can carry: tokens of [A-Za-z0-9_-] joined by
// dots. In a filter `*` stands for exactly one token, `>` (last only) for one or more.
const token = /^[A-Za-z0-9_-]+$/;
const MAX_LENGTH = 255;

function tokensOf(kind: 'subject' | 'filter', text: string): string[] {
  if (text.length > MAX_LENGTH) throw new SubjectError(kind, text, `at most ${MAX_LENGTH} characters`);
  return text.split('.');
}

/** @throws SubjectError unless `subject` is one to publish or request on: no wildcards, no empty token. */
export function checkSubject(subject: string): void {
  for (const part of tokensOf('subject', subject))
    if (!token.test(part)) throw new SubjectError('subject', subject, 'tokens of A-Z a-z 0-9 _ - joined by dots');
}

/** The tokens of a filter. @throws SubjectError */
export function parseFilter(filter: string): readonly string[] {
  const parts = tokensOf('filter', filter);
  parts.forEach((part, i) => {
    if (part === '*' || (part === '>' && i === parts.length - 1) || token.test(part)) return;
    throw new SubjectError('filter', filter, 'tokens of A-Z a-z 0-9 _ -, or *, joined by dots; > only as the last');
  });
  return parts;
}

/** Whether a valid subject is taken by a parsed filter. */
export function matches(filter: readonly string[], subject: string): boolean {
  const parts = subject.split('.');
  for (let i = 0; i < filter.length; i++) {
    if (filter[i] === '>') return parts.length > i;
    if (i >= parts.length || (filter[i] !== '*' && filter[i] !== parts[i])) return false;
  }
  return parts.length === filter.length;
}

/** Whether some subject is taken by both filters. */
export function overlap(a: readonly string[], b: readonly string[]): boolean {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a[i] === '>' || b[i] === '>') return true;
    if (a[i] !== '*' && b[i] !== '*' && a[i] !== b[i]) return false;
  }
  return a.length === b.length;
}
