import { readFileSync } from 'node:fs';
import tseslint from 'typescript-eslint';

// Arrows point down (design rule 2): tools/layers.json says what each library may import of ours; tests/architecture reads it too.
const { mayImport, pure } = JSON.parse(readFileSync(new URL('./tools/layers.json', import.meta.url), 'utf8'));
const everyLib = Object.keys(mayImport);

const layerRules = Object.entries(mayImport).map(([library, allowed]) => ({
  files: [`libs/${library}/src/**/*.ts`],
  ignores: ['**/*.spec.ts', '**/testing/**'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: everyLib.filter((lib) => !allowed.includes(lib)).map((lib) => `@app/${lib}`),
            message: 'Arrows point down: see docs/architecture.md.',
          },
          { group: ['**/apps/**', '**/hardware-sim/**'], message: 'Libraries do not know the apps.' },
          ...(pure.includes(library)
            ? [
                {
                  group: ['node:*', '@nestjs/*', 'typeorm', 'pg', 'rxjs', 'pino'],
                  message: 'A pure library knows no framework and no I/O.',
                },
              ]
            : []),
        ],
      },
    ],
  },
}));

const bareError = {
  selector: 'NewExpression[callee.name="Error"]',
  message: 'Errors are typed: say what, where, expected, found.',
};
const bareClock = [
  {
    selector: 'CallExpression[callee.object.name="Date"][callee.property.name="now"]',
    message: 'Take the time from a clock port.',
  },
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Take the time from a clock port.' },
];
const bareRandom = {
  selector: 'CallExpression[callee.object.name="Math"][callee.property.name="random"]',
  message: 'Randomness comes from a seed.',
};
const bareTimers = ['setTimeout', 'setInterval'].map((name) => ({
  selector: `CallExpression[callee.name="${name}"]`,
  message: 'Timers go through a clock port.',
}));

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'data/**', 'coverage/**', 'libs/kernels/assembly/**'] },
  {
    files: ['**/*.ts'],
    ignores: ['apps/console/**'],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
  },
  {
    files: ['apps/console/**/*.ts', 'apps/console/**/*.tsx'],
    languageOptions: {
      parserOptions: { project: './apps/console/tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      'prefer-const': 'error',
      eqeqeq: 'error',
    },
  },
  // Nest reads constructor types at run time: a class that is injected must be a value import.
  { files: ['apps/**/*.ts', 'libs/platform/**/*.ts'], rules: { '@typescript-eslint/consistent-type-imports': 'off' } },
  // The page runs in a browser: its clock and timers are the window's, and it adds elements to React by a namespace.
  {
    files: ['apps/console/**/*.ts', 'apps/console/**/*.tsx'],
    rules: {
      '@typescript-eslint/no-namespace': 'off',
      'no-restricted-imports': [
        'error',
        {
          paths: [
            { name: '@app/contracts', allowTypeImports: true, message: 'The page takes types only from contracts.' },
          ],
        },
      ],
    },
  },
  ...layerRules,
  {
    files: pure.map((lib) => `libs/${lib}/src/**/*.ts`),
    ignores: ['**/*.spec.ts', '**/testing/**'],
    rules: { 'no-restricted-syntax': ['error', bareError, ...bareClock, bareRandom, ...bareTimers] },
  },
  {
    files: ['apps/**/*.ts', 'hardware-sim/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/testing/**', 'apps/console/**'],
    rules: { 'no-restricted-syntax': ['error', bareError, ...bareClock, bareRandom, ...bareTimers] },
  },
  {
    files: ['libs/contracts/**/*.ts', 'libs/platform/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/testing/**'],
    rules: { 'no-restricted-syntax': ['error', bareError] },
  },
  {
    files: ['**/*.spec.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
);
