import { type Agreement, type FrameAnnotation, frameAnnotationSchema, type OperationsMode } from '@app/contracts';
import type { Registry } from '@app/platform';
import { parseUtc } from '@app/time';

/** Why a frame is not delivered although its station wanted it routed, or although nobody could tell. */
export type RefusalReason =
  'bad-annotation' | 'other-mode' | 'other-site' | 'unknown-antenna' | 'unknown-spacecraft' | 'no-agreement';

/** What becomes of one record of a station's log. `detail` says why, in words. */
export type RoutingDecision =
  | { readonly outcome: 'delivered'; readonly annotation: FrameAnnotation; readonly agreement: string }
  | {
      readonly outcome: 'not-routed';
      readonly annotation: FrameAnnotation;
      readonly reason: Exclude<FrameAnnotation['disposition'], 'route'>;
    }
  | {
      readonly outcome: 'refused';
      readonly annotation: FrameAnnotation | undefined;
      readonly reason: RefusalReason;
      readonly detail: string;
    };

/** Decides on records of one site's log. */
export type RoutingRules = (header: unknown) => RoutingDecision;

/**
 * The rules for frames out of the log of `site`, by the registry as it stands: the record must be readable, of our mode (design
 * rule 10) and of that site; what the station has not released is left there; the rest needs an agreement for telemetry between the
 * site's member and the spacecraft's operator, valid at the frame's earth receive time (rule 11).
 */
export function routingRules(site: string, registry: Registry, mode: OperationsMode): RoutingRules {
  const provider = registry.sites.find(({ id }) => id === site)?.member;
  const antennas = new Set<string>(registry.antennas.filter((one) => one.site === site).map(({ id }) => id));
  const operators = new Map<string, string>(registry.spacecraft.map(({ id, operator }) => [id, operator]));
  const agreements = registry.agreements
    .filter((agreement) => agreement.provider === provider && agreement.services.includes('telemetry'))
    .map((agreement) => ({ agreement, from: parseUtc(agreement.validFrom), to: parseUtc(agreement.validTo) }));

  const agreementFor = ({ spacecraft, earthReceiveTime }: FrameAnnotation, operator: string): Agreement | undefined => {
    const at = parseUtc(earthReceiveTime);
    return agreements.find(
      ({ agreement, from, to }) =>
        agreement.user === operator &&
        (agreement.spacecraft.length === 0 || agreement.spacecraft.includes(spacecraft)) &&
        from <= at &&
        at < to,
    )?.agreement;
  };

  return (header) => {
    const parsed = frameAnnotationSchema.safeParse(header);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const detail = issue === undefined ? 'unreadable' : `${issue.path.join('.') || 'annotation'}: ${issue.message}`;
      return { outcome: 'refused', annotation: undefined, reason: 'bad-annotation', detail };
    }
    const annotation = parsed.data;
    const refuse = (reason: RefusalReason, detail: string): RoutingDecision => ({
      outcome: 'refused',
      annotation,
      reason,
      detail,
    });
    if (annotation.mode !== mode) return refuse('other-mode', `expected mode ${mode}, found ${annotation.mode}`);
    if (annotation.site !== site) return refuse('other-site', `expected site ${site}, found ${annotation.site}`);
    if (annotation.disposition !== 'route')
      return { outcome: 'not-routed', annotation, reason: annotation.disposition };
    // A station that routes what it could not decode contradicts itself.
    if (annotation.quality !== 'good') return { outcome: 'not-routed', annotation, reason: 'uncorrectable' };
    if (!antennas.has(annotation.antenna))
      return refuse('unknown-antenna', `expected an antenna of ${site}, found ${annotation.antenna}`);
    const operator = operators.get(annotation.spacecraft);
    if (operator === undefined)
      return refuse('unknown-spacecraft', `expected a registered spacecraft, found ${annotation.spacecraft}`);
    const agreement = agreementFor(annotation, operator);
    if (agreement === undefined)
      return refuse(
        'no-agreement',
        `expected an agreement of provider ${provider ?? `(unknown: ${site} is not registered)`} with user ${operator} for ` +
          `telemetry of ${annotation.spacecraft}, valid at ${annotation.earthReceiveTime}; found none`,
      );
    return { outcome: 'delivered', annotation, agreement: agreement.id };
  };
}
