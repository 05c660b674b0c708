import { type Theme } from '@app/flight-products';
import { choice } from '../offline/run-offline.js';

export const themes = ['auto', 'light', 'dark'] as const satisfies readonly Theme[];

/** The theme of a picture. Throws OfflineInputError. */
export function themeOption(text: string | undefined): Theme {
  return choice('--theme', text, themes, 'auto');
}
