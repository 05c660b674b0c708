import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Oracles are values that somebody else computed; tests that need them are skipped, with one line, where they are absent.
const besideCheckout = fileURLToPath(new URL('../shared/oracles', import.meta.url));
if (process.env.SMMS_ORACLES === undefined && existsSync(besideCheckout)) process.env.SMMS_ORACLES = besideCheckout;

export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/hardware-sim', '<rootDir>/db', '<rootDir>/tests'],
  testMatch: ['**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^@app/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  maxWorkers: 2,
  testTimeout: 60_000,
  reporters: ['default', '<rootDir>/tools/closing-line-reporter.js'],
};
