import { describe, expect, it } from '@jest/globals';
import { parseUtc } from '@app/time';
import { toOemKvn } from '@app/orbit';
import { readMotion } from '../elements/motion-file.js';
import { listSpacecraft } from './spacecraft-list.js';
import { ommText, sampledOem } from './testing/motion-texts.js';

const files = (elements: readonly object[], oems: readonly { objectName?: string; objectId?: string }[]) => [
  readMotion(ommText(elements), 'elements.json'),
  ...oems.map((change, index) => readMotion(toOemKvn(sampledOem(change)), `${index}.oem`)),
];

/** Name, number of element sets, number of ephemerides. */
const shape = (...args: Parameters<typeof files>) =>
  listSpacecraft(files(...args)).spacecraft.map((one) => [
    one.spacecraft,
    one.elementSets.length,
    one.ephemerides.length,
  ]);

const one = { OBJECT_NAME: 'ALPHA', OBJECT_ID: '2030-001A', NORAD_CAT_ID: 799500001 };
const planned = { OBJECT_NAME: 'Beta', OBJECT_ID: undefined, NORAD_CAT_ID: undefined };

describe('the spacecraft of element and ephemeris files', () => {
  it.each([
    ['designator, whatever the name', [one], [{ objectName: 'OTHER', objectId: '2030-001A' }], [['ALPHA', 1, 1]]],
    ['catalogue number', [one], [{ objectName: 'OTHER', objectId: '799500001' }], [['ALPHA', 1, 1]]],
    [
      'name, where the elements have no designator',
      [planned],
      [{ objectName: 'BETA', objectId: '2030-009A' }],
      [['Beta', 1, 1]],
    ],
    ['name, where the ephemeris has none', [one], [{ objectName: 'alpha', objectId: 'UNKNOWN' }], [['ALPHA', 1, 1]]],
    [
      'nothing: another designator under the same name is another spacecraft',
      [one],
      [{ objectName: 'ALPHA', objectId: '2030-002A' }],
      [
        ['ALPHA (799500001)', 1, 0],
        ['ALPHA (2030-002A)', 0, 1],
      ],
    ],
    [
      'nothing: another catalogue number',
      [one],
      [{ objectName: 'ALPHA', objectId: '799500002' }],
      [
        ['ALPHA (799500001)', 1, 0],
        ['ALPHA (799500002)', 0, 1],
      ],
    ],
    [
      'nothing: two spacecraft have the name',
      [one, { ...one, OBJECT_ID: '2030-002A', NORAD_CAT_ID: 799500002 }],
      [{ objectName: 'ALPHA', objectId: 'UNKNOWN' }],
      [
        ['ALPHA (799500001)', 1, 0],
        ['ALPHA (799500002)', 1, 0],
        ['ALPHA', 0, 1],
      ],
    ],
    [
      'each other: two ephemerides of one designator',
      [],
      [
        { objectName: 'GAMMA', objectId: '2030-003A' },
        { objectName: 'GAMMA', objectId: '2030-003A' },
      ],
      [['GAMMA', 0, 2]],
    ],
  ])('belong together by %s', (_name, elements, oems, expected) => {
    const some = elements.length === 0 ? files([one], oems).slice(1) : files(elements, oems);
    expect(
      listSpacecraft(some).spacecraft.map((each) => [
        each.spacecraft,
        each.elementSets.length,
        each.ephemerides.length,
      ]),
    ).toEqual(expected);
  });

  it('groups element sets by catalogue number, and by name where there is none', () => {
    expect(shape([one, { ...one, EPOCH: '2026-04-25T06:00:00' }, planned, planned], [])).toEqual([
      ['ALPHA', 2, 0],
      ['Beta', 2, 0],
    ]);
  });

  it('never gives a name twice', () => {
    const unknown = { objectName: 'DELTA', objectId: 'UNKNOWN' };
    const twice = [planned, { ...planned, OBJECT_NAME: 'beta' }];
    const names = shape([...twice, one], [unknown, { objectName: 'Beta', objectId: 'UNKNOWN' }]).map(([name]) => name);
    expect(names).toEqual(['Beta', 'beta', 'ALPHA', 'DELTA', 'Beta #2']);
  });

  it('refuses an object of a file whose segments make no motion, and keeps the others', () => {
    const good = sampledOem({ objectName: 'GOOD', objectId: '2030-004A' });
    const bad = sampledOem({ objectName: 'BAD', objectId: '2030-005A' });
    const [segment] = bad.segments;
    if (segment === undefined) return;
    const short = { ...segment, epochs: segment.epochs.slice(0, 1), states: segment.states.slice(0, 6) };
    const file = readMotion(toOemKvn({ ...good, segments: [short, ...good.segments] }), 'both.oem');
    const { spacecraft, failures } = listSpacecraft([file]);
    expect(spacecraft.map((each) => each.spacecraft)).toEqual(['GOOD']);
    expect(spacecraft[0]?.ephemerides[0]?.created).toBe(parseUtc('2026-04-25T00:00:00Z'));
    expect(failures).toMatchObject([{ kind: 'element-set', spacecraft: 'BAD', file: 'both.oem', field: 'states' }]);
  });
});
