import fc from 'fast-check';

/** Names as nobody should give them: markup, quotes, line breaks, control characters, any Unicode, unpaired surrogates. */
export const anyName = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom('<', '&', '"', "'", ',', ';', '\\', '\n', '\r', '\t', '\0', 'é', '卫', '🛰', '\uD800', ' '),
  }),
);
