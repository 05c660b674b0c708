import type { MonitoringResult } from '@app/contracts';
import type { AstroStatus } from '../astro-elements.js';

/** Astro's symbol for the result of a limit check. */
export const monitoringStatus: Readonly<Record<MonitoringResult, AstroStatus>> = {
  'in-limits': 'normal',
  unmonitored: 'off',
  watch: 'caution',
  warning: 'caution',
  distress: 'serious',
  critical: 'critical',
  severe: 'critical',
};
