import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aosPrimaryHeader } from '../aos-frame/aos-frame.js';
import { bPduHeader } from '../aos-frame/b-pdu.js';
import { mPduHeader } from '../aos-frame/m-pdu.js';
import { HeaderError, type HeaderFields, defineHeader } from './define-header.js';
import { tmPrimaryHeader } from '../tm-frame/tm-frame.js';
import { spacePacketPrimaryHeader } from '../space-packet/space-packet.js';
import { clcwLayout } from '../ocf/clcw.js';
import { requestIdLayout } from '../pus/request-verification.js';
import { pusTcHeader } from '../pus/tc-secondary-header.js';
import { pusTmHeader } from '../pus/tm-secondary-header.js';
import { encapsulationHeaders } from '../space-packet/encapsulation-packet.js';
import { segmentHeaderLayout } from '../tc-frame/segment-header.js';
import { tcPrimaryHeader } from '../tc-frame/tc-frame.js';

/** Widths that fill words of one to four octets. */
const wordWidths = fc.integer({ min: 1, max: 4 }).chain((octets) =>
  fc.uniqueArray(fc.integer({ min: 1, max: 8 * octets - 1 }), { maxLength: 6 }).map((cuts) => {
    const marks = [0, ...cuts.sort((a, b) => a - b), 8 * octets];
    return marks.slice(1).map((mark, i) => mark - marks[i]!);
  }),
);
const declarations = fc
  .array(wordWidths, { minLength: 1, maxLength: 5 })
  .map((words): HeaderFields => words.flat().map((bits, i) => [`field${i}`, bits] as const));

/** buffer-layout's own answer, with its words flattened. */
function decodeByLayout(header: ReturnType<typeof defineHeader>, bytes: Uint8Array): Record<string, number> {
  return Object.assign({}, ...Object.values(header.layout.decode(Buffer.from(bytes)))) as Record<string, number>;
}

describe('defineHeader', () => {
  it('generated accessors decode and encode as buffer-layout does, on random declarations and octets', () => {
    fc.assert(
      fc.property(declarations, fc.uint8Array({ minLength: 20, maxLength: 20 }), (fields, random) => {
        const header = defineHeader(fields);
        const bytes = random.subarray(0, header.byteLength);
        const values = header.decode(bytes);
        expect(values).toEqual(decodeByLayout(header, bytes));
        for (const [name] of fields) expect(header.read[name]!(bytes, 0)).toBe(values[name]);
        expect(header.encode(values)).toEqual(bytes);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['TM primary header', tmPrimaryHeader],
    ['AOS primary header', aosPrimaryHeader],
    ['M_PDU header', mPduHeader],
    ['B_PDU header', bPduHeader],
    ['space packet primary header', spacePacketPrimaryHeader],
    ['CLCW', clcwLayout],
    ['TC primary header', tcPrimaryHeader],
    ['TC segment header', segmentHeaderLayout],
    ['PUS-C TM secondary header', pusTmHeader],
    ['PUS-C TC secondary header', pusTcHeader],
    ['PUS-C request identifier', requestIdLayout],
    ...encapsulationHeaders.map((header) => [`encapsulation header of ${header.byteLength} octets`, header]),
  ] as [string, ReturnType<typeof defineHeader>][])(
    '%s agrees with its buffer-layout declaration, both ways',
    (_, header) => {
      fc.assert(
        fc.property(fc.uint8Array({ minLength: header.byteLength, maxLength: header.byteLength }), (bytes) => {
          const values = header.decode(bytes);
          expect(values).toEqual(decodeByLayout(header, bytes));
          expect(header.encode(values)).toEqual(bytes);
        }),
      );
    },
  );

  it('writes into the middle of other octets and touches nothing else', () => {
    const header = defineHeader([
      ['a', 3],
      ['b', 13],
    ] as const);
    const target = new Uint8Array(6).fill(0xff);
    header.encode({ a: 5, b: 1 }, target, 2);
    expect([...target]).toEqual([0xff, 0xff, 0xa0, 0x01, 0xff, 0xff]);
    expect(header.decode(target, 2)).toEqual({ a: 5, b: 1 });
  });

  it('refuses values that do not fit, octets cut short and declarations of broken octets', () => {
    const header = defineHeader([
      ['a', 3],
      ['b', 5],
    ] as const);
    expect(() => header.encode({ a: 8, b: 0 })).toThrow(HeaderError);
    expect(() => header.encode({ a: -1, b: 0 })).toThrow(HeaderError);
    expect(() => header.encode({ a: 0.5, b: 0 })).toThrow(/a: expected an integer from 0 to 7, found 0.5/);
    expect(() => header.decode(new Uint8Array(2), 2)).toThrow(HeaderError);
    expect(() => header.encode({ a: 0, b: 0 }, new Uint8Array(1), 1)).toThrow(HeaderError);
    expect(() => defineHeader([['a', 7]] as const)).toThrow(/whole octets/);
    expect(() => defineHeader([['a', 33]] as const)).toThrow(HeaderError);
  });
});
