import { type CommandDefinition } from './command/command-definition.js';

/** What a mission database says, resolved: no name is left to look up. Everything here is read-only after loading. */

export type ParameterKind = 'integer' | 'float' | 'enumerated' | 'boolean' | 'string' | 'binary' | 'time';

/**
 * A value as it stood in the packet. Integers of up to 53 bits and floats are numbers, wider integers bigints (by their
 * declared size, never by their value); strings and binaries are their own bytes, without size tag, terminator and fill.
 */
export type RawValue = number | bigint | Uint8Array;

/**
 * An engineering value: integer → number or bigint, float → number, enumerated → label, boolean → boolean, string → text,
 * binary → bytes, time → `Tai` (bigint nanoseconds of TAI since 1958-01-01). `null` where the raw value has none: no label
 * for it, or outside a spline that does not extrapolate.
 */
export type EngineeringValue = number | bigint | string | boolean | Uint8Array | null;

export type IntegerCoding = 'unsigned' | 'twosComplement' | 'signMagnitude' | 'onesComplement';

export interface IntegerEncoding {
  readonly kind: 'integer';
  readonly coding: IntegerCoding;
  /** 1 to 64. */
  readonly sizeInBits: number;
  readonly littleEndian: boolean;
  readonly calibrator: Calibrator | undefined;
  readonly contextCalibrators: readonly ContextCalibrator[];
}

export interface FloatEncoding {
  readonly kind: 'float';
  /** IEEE 754 binary16, binary32, binary64. */
  readonly sizeInBits: 16 | 32 | 64;
  readonly littleEndian: boolean;
  readonly calibrator: Calibrator | undefined;
  readonly contextCalibrators: readonly ContextCalibrator[];
}

export type Charset = 'US-ASCII' | 'ISO-8859-1' | 'UTF-8' | 'UTF-16BE' | 'UTF-16LE';

/** The bits that a string or binary takes. A dynamic size is slope × parameter + intercept, in bits. */
export type FieldSize =
  | { readonly kind: 'fixed'; readonly bits: number }
  | {
      readonly kind: 'dynamic';
      readonly parameter: ParameterDefinition;
      readonly calibrated: boolean;
      readonly slope: number;
      readonly intercept: number;
    };

export interface StringEncoding {
  readonly kind: 'string';
  readonly charset: Charset;
  /** The room in the packet; undefined where the size tag or the terminator alone ends the string. */
  readonly size: FieldSize | undefined;
  readonly maxBits: number | undefined;
  /** Bits of an unsigned size in front of the string, which counts the string's bits; 0 for none. */
  readonly sizeTagBits: number;
  readonly terminator: Uint8Array | undefined;
}

export interface BinaryEncoding {
  readonly kind: 'binary';
  readonly size: FieldSize;
}

export type DataEncoding = IntegerEncoding | FloatEncoding | StringEncoding | BinaryEncoding;

export type Calibrator =
  | { readonly kind: 'polynomial'; /** By rising exponent, from 0. */ readonly coefficients: readonly number[] }
  | {
      readonly kind: 'spline';
      readonly order: 0 | 1;
      readonly extrapolate: boolean;
      /** By rising raw value. */
      readonly points: readonly { readonly raw: number; readonly calibrated: number }[];
    };

/** The calibrator that holds instead of the default one while a criterion over earlier values of the same packet is met. */
export interface ContextCalibrator {
  readonly context: Criterion;
  readonly calibrator: Calibrator;
}

export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';
export type ComparisonLiteral = number | bigint | string | boolean;

/** A condition over values of the same packet that stand before it. A value that is not there meets no comparison. */
export type Criterion =
  | {
      readonly kind: 'comparison';
      readonly parameter: ParameterDefinition;
      readonly calibrated: boolean;
      readonly operator: ComparisonOperator;
      readonly literal: ComparisonLiteral;
    }
  | {
      readonly kind: 'compare-parameters';
      readonly parameter: ParameterDefinition;
      readonly calibrated: boolean;
      readonly operator: ComparisonOperator;
      readonly other: ParameterDefinition;
      readonly otherCalibrated: boolean;
    }
  | { readonly kind: 'all' | 'any'; readonly terms: readonly Criterion[] };

export interface EnumerationLabel {
  readonly label: string;
  /** The label holds from `value` to `maxValue`, both included. */
  readonly value: number;
  readonly maxValue: number;
}

export type AlarmLevel = 'watch' | 'warning' | 'distress' | 'critical' | 'severe';

export interface AlarmRange {
  readonly level: AlarmLevel;
  readonly min: number | undefined;
  readonly minExclusive: boolean;
  readonly max: number | undefined;
  readonly maxExclusive: boolean;
}

export type AlarmDefinition =
  | {
      readonly kind: 'ranges';
      /** `outside`: the range is where the value belongs; `inside`: the range is where the alarm is. */
      readonly form: 'outside' | 'inside';
      /** Most severe first. */
      readonly ranges: readonly AlarmRange[];
      /** Violations in a row before the alarm is raised; counting them is the caller's. */
      readonly minViolations: number;
    }
  | {
      readonly kind: 'enumeration';
      readonly levels: ReadonlyMap<string, AlarmLevel | 'in-limits'>;
      readonly otherwise: AlarmLevel | 'in-limits';
      readonly minViolations: number;
    };

/** How a raw time becomes an instant: epoch + (raw × scale + offset) seconds. */
export interface TimeScale {
  /** As the file says it: TAI, UNIX, GPS, J2000, or a UTC date from 1972 on. */
  readonly epoch: string;
  readonly scale: number;
  readonly offset: number;
}

export interface ParameterDefinition {
  readonly name: string;
  /** `/SYSTEM/…/NAME`: stable, unique among parameters. */
  readonly qualifiedName: string;
  readonly kind: ParameterKind;
  /** Name of its parameter type. */
  readonly typeName: string;
  /** As shown to people; empty for a plain number. */
  readonly unit: string;
  /** Short description, else the first sentence of the long one; empty where the file has neither. */
  readonly description: string;
  readonly longDescription: string;
  /** Undefined for a type that is never in a packet. */
  readonly encoding: DataEncoding | undefined;
  /** Labels of an enumerated parameter, in the file's order; empty for the others. */
  readonly labels: readonly EnumerationLabel[];
  /** Words for false and true of a boolean parameter. */
  readonly booleanLabels: { readonly zero: string; readonly one: string } | undefined;
  readonly time: TimeScale | undefined;
  readonly alarm: AlarmDefinition | undefined;
}

export interface EntryLocation {
  /** `previous`: bits skipped after the entry before; `start`: bits from the start of the container. */
  readonly from: 'previous' | 'start';
  readonly bits: number;
}

export type ContainerEntry = {
  readonly location: EntryLocation | undefined;
  readonly include: Criterion | undefined;
} & (
  | { readonly kind: 'parameter'; readonly parameter: ParameterDefinition }
  | { readonly kind: 'container'; readonly container: ContainerDefinition }
);

export interface ContainerDefinition {
  readonly name: string;
  readonly qualifiedName: string;
  readonly abstract: boolean;
  readonly description: string;
  readonly longDescription: string;
  readonly entries: readonly ContainerEntry[];
  readonly base: ContainerDefinition | undefined;
  /** What the base's values must be for this container; undefined: always. */
  readonly restriction: Criterion | undefined;
  /** Containers whose base this is, in the file's order. */
  readonly children: readonly ContainerDefinition[];
}

export interface MissionDatabase {
  /** Name of the root space system. */
  readonly name: string;
  /** Version of the root's header, else the fingerprint. */
  readonly version: string;
  /** Sixteen hexadecimal digits over the file's text: tells two files apart, proves nothing against forgery. */
  readonly fingerprint: string;
  readonly description: string;
  /** Those of telemetry, by qualified name, in the file's order. */
  readonly parameters: ReadonlyMap<string, ParameterDefinition>;
  readonly containers: ReadonlyMap<string, ContainerDefinition>;
  /** Containers without a base that no other container includes. */
  readonly rootContainers: readonly ContainerDefinition[];
  /** By qualified name, in the file's order, abstract ones too. */
  readonly commands: ReadonlyMap<string, CommandDefinition>;
}
