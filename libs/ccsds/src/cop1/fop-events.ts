// What FOP-1 is told: CCSDS 232.1-B-2, 4.1 (directives) and the rows of table 5-1.
import { type Clcw } from '../ocf/clcw.js';

export type FopDirective =
  | { readonly type: 'initiate-ad-without-clcw-check' }
  | { readonly type: 'initiate-ad-with-clcw-check' }
  | { readonly type: 'initiate-ad-with-unlock' }
  /** `value`: the new V(R), 0 to 255. */
  | { readonly type: 'initiate-ad-with-set-vr'; readonly value: number }
  | { readonly type: 'terminate-ad' }
  | { readonly type: 'resume-ad' }
  /** `value`: the new V(S), 0 to 255. */
  | { readonly type: 'set-vs'; readonly value: number }
  /** `value`: K, 1 to 255 and at most the FARM's PW (`checkWindows`). */
  | { readonly type: 'set-sliding-window'; readonly value: number }
  /** `value`: seconds, more than 0. */
  | { readonly type: 'set-t1-initial'; readonly value: number }
  /** `value`: transmissions of one frame, 1 or more. */
  | { readonly type: 'set-transmission-limit'; readonly value: number }
  /** `value`: 0 = alert when the limit is reached, 1 = suspend. */
  | { readonly type: 'set-timeout-type'; readonly value: number };

export type FopDirectiveType = FopDirective['type'];

/** The CLCW fields that FOP-1 reads. COP in effect and VCID are checked before (`clcwConcerns`). */
export type FopClcw = Pick<Clcw, 'lockout' | 'wait' | 'retransmit' | 'reportValue'>;

/** Tags are the caller's: they name a service data unit or a directive and come back in the actions. */
export type FopEvent =
  | { readonly kind: 'ad-request'; readonly tag: string }
  | { readonly kind: 'bd-request'; readonly tag: string }
  | { readonly kind: 'directive'; readonly tag: string; readonly directive: FopDirective }
  | { readonly kind: 'clcw'; readonly clcw: FopClcw }
  /** A report that claims this channel but breaks the CLCW's rules. */
  | { readonly kind: 'invalid-clcw' }
  | { readonly kind: 'timer-expired' }
  /** Answer of the lower procedures to the `transmit` action of that kind of frame. */
  | { readonly kind: 'lower-layer'; readonly frame: 'AD' | 'BC' | 'BD'; readonly accepted: boolean };

export type FopClcwEventName =
  | 'E1'
  | 'E2'
  | 'E3'
  | 'E4'
  | 'E5'
  | 'E6'
  | 'E7'
  | 'E8'
  | 'E9'
  | 'E10'
  | 'E11'
  | 'E12'
  | 'E13'
  | 'E14'
  | 'E101'
  | 'E102'
  | 'E103';

/** Rows of table 5-1. */
export type FopEventName =
  | FopClcwEventName
  | 'E15'
  | 'E16'
  | 'E17'
  | 'E18'
  | 'E104'
  | 'E19'
  | 'E20'
  | 'E21'
  | 'E22'
  | 'E23'
  | 'E24'
  | 'E25'
  | 'E26'
  | 'E27'
  | 'E28'
  | 'E29'
  | 'E30'
  | 'E31'
  | 'E32'
  | 'E33'
  | 'E34'
  | 'E35'
  | 'E36'
  | 'E37'
  | 'E38'
  | 'E39'
  | 'E40'
  | 'E41'
  | 'E42'
  | 'E43'
  | 'E44'
  | 'E45'
  | 'E46';
