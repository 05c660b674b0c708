import { defineCustomElement as status } from '@astrouxds/astro-web-components/components/rux-status.js';
import { defineCustomElement as statusBar } from '@astrouxds/astro-web-components/components/rux-global-status-bar.js';
import type { DetailedHTMLProps, HTMLAttributes } from 'react';

/** Astro's six levels of status, each with a shape of its own. */
export type AstroStatus = 'off' | 'standby' | 'normal' | 'caution' | 'serious' | 'critical';

type AstroElement<Attributes = object> = DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> & Attributes;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'rux-global-status-bar': AstroElement<{
        'app-name'?: string;
        'app-domain'?: string;
        'app-state'?: string;
        'app-state-color'?: string;
        'app-version'?: string;
        username?: string;
      }>;
      'rux-status': AstroElement<{ status: AstroStatus }>;
    }
  }
}

/** Defines the elements of Astro UX that this page uses. Their dialog, tables and logs are not among them: decision 0010 says why. */
export function defineAstroElements(): void {
  for (const define of [status, statusBar]) define();
}
