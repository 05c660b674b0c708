/** Symbols that are looked at together, in pieces in which a clock that is off does not turn far. */
export const PIECE_SYMBOLS = 16;
export const WINDOW_PIECES = 4;
export const WINDOW_SYMBOLS = PIECE_SYMBOLS * WINDOW_PIECES;
/** Matched values a symbol. */
export const PER_SYMBOL = 4;
/** Matched values before the middle of the first symbol, and behind the last. */
export const MARGIN = 8;
export const WINDOW_VALUES = MARGIN + WINDOW_SYMBOLS * PER_SYMBOL + MARGIN;
