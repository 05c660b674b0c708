import type {
  AgreementId,
  AntennaId,
  CltuNotification,
  CltuRefusalRule,
  CltuTransfer,
  OperationsMode,
  SiteId,
} from '@app/contracts';
import type { Registry } from '@app/platform';
import { formatUtc, parseUtc, type Tai } from '@app/time';

/** What becomes of a CLTU before its station is asked. `agreements`: those that permit it, at least one. */
export type TelecommandDecision =
  | {
      readonly outcome: 'permitted';
      readonly site: SiteId;
      readonly antenna: AntennaId;
      readonly agreements: readonly [AgreementId, ...AgreementId[]];
    }
  | {
      readonly outcome: 'refused';
      readonly rule: CltuRefusalRule;
      readonly explanation: string;
      /** Where the contact names a registered antenna. */
      readonly site: SiteId | null;
      readonly antenna: AntennaId | null;
    };

/**
 * The rules for a CLTU, by the registry as it stands: our mode (design rule 10), a spacecraft and an antenna that are registered, a
 * contact that is theirs, and an agreement for telecommand between the site's member and the spacecraft's operator, valid at mission
 * time `now` (rule 11).
 */
export function judgeTelecommand(
  transfer: Pick<CltuTransfer, 'mode' | 'spacecraft' | 'contact'>,
  registry: Registry,
  mode: OperationsMode,
  now: Tai,
): TelecommandDecision {
  const [contactSpacecraft, contactAntenna] = transfer.contact.split('_');
  const antenna = registry.antennas.find(({ id }) => id === contactAntenna);
  const refuse = (rule: CltuRefusalRule, explanation: string): TelecommandDecision => ({
    ...{ outcome: 'refused', rule, explanation, site: antenna?.site ?? null, antenna: antenna?.id ?? null },
  });
  if (transfer.mode !== mode) return refuse('other-mode', `expected mode ${mode}, found ${transfer.mode}`);
  const operator = registry.spacecraft.find(({ id }) => id === transfer.spacecraft)?.operator;
  if (operator === undefined)
    return refuse('unknown-spacecraft', `expected a registered spacecraft, found ${transfer.spacecraft}`);
  if (contactSpacecraft !== transfer.spacecraft)
    return refuse('unknown-contact', `expected a contact of ${transfer.spacecraft}, found ${transfer.contact}`);
  if (antenna === undefined)
    return refuse('unknown-contact', `expected a contact of a registered antenna, found ${transfer.contact}`);
  const provider = registry.sites.find(({ id }) => id === antenna.site)?.member;
  const [first, ...others] = registry.agreements
    .filter(
      (agreement) =>
        agreement.provider === provider &&
        agreement.user === operator &&
        agreement.services.includes('telecommand') &&
        (agreement.spacecraft.length === 0 || agreement.spacecraft.includes(transfer.spacecraft)) &&
        parseUtc(agreement.validFrom) <= now &&
        now < parseUtc(agreement.validTo),
    )
    .map(({ id }) => id);
  if (first === undefined)
    return refuse(
      'no-agreement',
      `expected an agreement of provider ${provider ?? `(unknown: ${antenna.site} is not registered)`} with user ${operator} ` +
        `for telecommand of ${transfer.spacecraft}, valid at ${formatUtc(now)}; found none`,
    );
  return { outcome: 'permitted', site: antenna.site, antenna: antenna.id, agreements: [first, ...others] };
}

/** Why a notification out of a site is not to be believed; undefined where nothing is against it. */
export function faultOfNotification(
  { mode, site, antenna, spacecraft, contact }: CltuNotification,
  from: string,
  registry: Registry,
  ours: OperationsMode,
): string | undefined {
  if (mode !== ours) return `mode: expected ${ours}, found ${mode}`;
  if (site !== from) return `site: expected ${from}, found ${site}`;
  if (!registry.antennas.some((one) => one.id === antenna && one.site === site))
    return `antenna: expected one of ${site}, found ${antenna}`;
  if (!registry.spacecraft.some(({ id }) => id === spacecraft))
    return `spacecraft: expected a registered one, found ${spacecraft}`;
  if (!contact.startsWith(`${spacecraft}_${antenna}_`))
    return `contact: expected one of ${spacecraft} and ${antenna}, found ${contact}`;
  return undefined;
}
