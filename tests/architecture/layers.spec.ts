import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { allImports, importsOf, violation } from './layers.js';

describe('layers', () => {
  it('arrows point down, pure libraries stay pure, only apps/smms knows the apps', () => {
    const imports = allImports();
    expect(imports.length).toBeGreaterThan(200);
    expect(imports.flatMap((one) => violation(one) ?? [])).toEqual([]);
  });

  it('every import of ours leads somewhere', () => {
    const missing = allImports().filter(({ file, specifier }) => {
      if (specifier.startsWith('@app/')) return !existsSync(join('libs', specifier.slice(5), 'src', 'index.ts'));
      if (!specifier.startsWith('.')) return false;
      const path = join(dirname(file), specifier);
      // AssemblyScript has no extensions.
      return ![path.replace(/\.js$/, '.ts'), path, `${path}.ts`].some((file) => existsSync(file));
    });
    expect(missing).toEqual([]);
  });

  it.each([
    ['libs/ccsds/src/a.ts', "import { MissionClock } from '@app/platform';", 'libs/ccsds imports libs/platform'],
    ['libs/ccsds/src/a.ts', "import { readFileSync } from 'node:fs';", 'libs/ccsds is pure and imports node:fs'],
    ['libs/orbit/src/x/a.ts', "export * from '../../../planner/src/index.js';", 'libs/orbit imports libs/planner'],
    [
      'libs/platform/src/a.ts',
      "const app = await import('../../../apps/station/src/index.js');",
      'libs/platform imports apps/station',
    ],
    [
      'apps/station/src/a.ts',
      "import { x } from '../../interconnect/src/index.js';",
      'apps/station imports apps/interconnect',
    ],
    [
      'apps/station/src/a.ts',
      "import { x } from '../../../hardware-sim/src/index.js';",
      'apps/station imports hardware-sim',
    ],
    [
      'hardware-sim/src/a.ts',
      "import { x } from '../../apps/station/src/index.js';",
      'hardware-sim imports apps/station',
    ],
  ])('finds a violation planted in %s: %s', (file, source, found) => {
    expect(importsOf(file, source).map(violation)).toEqual([expect.stringContaining(found)]);
  });

  it('lets apps and tests use what they may', () => {
    expect(violation({ file: 'apps/station/src/a.ts', specifier: '@app/ccsds' })).toBeUndefined();
    expect(violation({ file: 'apps/smms/src/a.ts', specifier: '../../station/src/index.js' })).toBeUndefined();
    expect(violation({ file: 'libs/ccsds/src/a.spec.ts', specifier: 'node:fs' })).toBeUndefined();
  });
});
