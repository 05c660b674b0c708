import {
  type Charset,
  type ContainerDefinition,
  type EngineeringValue,
  type ParameterDefinition,
  type ParameterKind,
  type RawValue,
} from '../definitions.js';

/** XTCE 1.2 consequenceLevel, from harmless to worst. */
export const consequenceLevels = ['none', 'watch', 'warning', 'distress', 'critical', 'severe'] as const;
export type ConsequenceLevel = (typeof consequenceLevels)[number];

/** What a command may do to the mission: DefaultSignificance, its own or that of the nearest command it inherits from. */
export interface CommandSignificance {
  readonly level: ConsequenceLevel;
  /** reasonForWarning, for the person who has to confirm; empty where the file gives none. */
  readonly reason: string;
}

/** Where a value may lie. Bounds of an integer wider than 53 bits are bigints. */
export interface ValidRange {
  readonly min: number | bigint | undefined;
  readonly minExclusive: boolean;
  readonly max: number | bigint | undefined;
  readonly maxExclusive: boolean;
}

/** How long a text or a binary may be. */
export interface ArgumentSize {
  readonly minOctets: number;
  /** Undefined where the file sets no limit. */
  readonly maxOctets: number | undefined;
  /** Characters (Unicode code points) of a text; undefined for a binary, or where the file sets no limit. */
  readonly minCharacters: number | undefined;
  readonly maxCharacters: number | undefined;
  /** Undefined for a binary. */
  readonly charset: Charset | undefined;
}

/** What a command takes from the person who gives it: enough to draw a form and to refuse what does not fit. */
export interface ArgumentDefinition {
  readonly name: string;
  /** Short description, else the first sentence of the long one, of the argument or else of its type. */
  readonly description: string;
  readonly longDescription: string;
  readonly kind: ParameterKind;
  /** As shown to people; empty for a plain number. */
  readonly unit: string;
  /** Enumerated: the labels in the file's order. Boolean: the words for false and true. Empty for the others. */
  readonly labels: readonly string[];
  /**
   * A number must lie in one of these; empty where only the encoding limits it. An integer without ValidRange and calibrator has
   * the range of its encoding.
   */
  readonly ranges: readonly ValidRange[];
  /** Which value the ranges are about. `raw` only where a calibrator makes a difference. */
  readonly rangesOver: 'engineering' | 'raw';
  /** Text and binary. */
  readonly size: ArgumentSize | undefined;
  /** Taken where no value is given. */
  readonly default: EngineeringValue | undefined;
  /** How the value stands in the packet. */
  readonly field: ParameterDefinition;
}

export interface CommandDefinition {
  readonly name: string;
  /** `/SYSTEM/…/NAME`: stable, unique among commands. */
  readonly qualifiedName: string;
  readonly description: string;
  readonly longDescription: string;
  /** An abstract command is there to inherit from; it cannot be sent. */
  readonly abstract: boolean;
  readonly significance: CommandSignificance;
  /** What has to be given, inherited ones first; those that an assignment has settled are not here. */
  readonly arguments: readonly ArgumentDefinition[];
  /** Arguments that this command or one above it settles, by name: raw values. */
  readonly assigned: ReadonlyMap<string, RawValue>;
  readonly base: CommandDefinition | undefined;
  /**
   * The layout of its packet, in the words of telemetry: arguments and fixed values stand in it as parameters, and the
   * assignments are part of its restriction. It is no container of `MissionDatabase.containers`.
   */
  readonly container: ContainerDefinition;
  /** Fixed values of the whole packet, inherited ones too. */
  readonly fixedFields: ReadonlyMap<ParameterDefinition, RawValue>;
}
