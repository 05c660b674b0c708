// AssemblyScript kernels to TypeScript files of bytes: node tools/build-kernels.js [--check]
// --check writes nothing and fails when a generated file is not what its source gives.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const assembly = new URL('../libs/kernels/assembly/', import.meta.url);
const generated = new URL('../libs/kernels/src/generated/', import.meta.url);
const flags = ['-O3', '--noAssert', '--enable', 'simd', '--runtime', 'stub'];

/** The module of one source as a TypeScript file. Rejects with the compiler's words. */
export async function compileKernel(name) {
  // The compiler is loaded only where a kernel is compiled: it is large.
  const { default: asc } = await import('assemblyscript/asc');
  let binary;
  const { error, stderr } = await asc.main([`${name}.ts`, '--outFile', 'out.wasm', ...flags], {
    readFile: (file) => {
      try {
        return readFileSync(new URL(file, assembly), 'utf8');
      } catch {
        return null;
      }
    },
    writeFile: (file, contents) => {
      if (file.endsWith('.wasm')) binary = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || binary === undefined) throw new Error(`${name}: ${stderr.toString()}${error?.message ?? ''}`);
  const base64 = Buffer.from(binary).toString('base64');
  const lines = base64.match(/.{1,120}/g).map((line) => `  '${line}',`);
  return `// Generated from assembly/${name}.ts by tools/build-kernels.js; do not edit.\n\n/** The module, ${binary.length} octets, in base64. */\nexport const wasm = [\n${lines.join('\n')}\n].join('');\n`;
}

export function kernelNames() {
  return readdirSync(assembly)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length));
}

export function generatedFile(name) {
  return new URL(`${name}.wasm.ts`, generated);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const check = process.argv.includes('--check');
  for (const name of kernelNames()) {
    const text = await compileKernel(name);
    const file = generatedFile(name);
    if (!check) {
      writeFileSync(file, text);
      process.stderr.write(`kernels: ${name}\n`);
    } else if (readFileSync(file, 'utf8') !== text) {
      process.stderr.write(`kernels: ${name} is not what its source gives; run npm run kernels\n`);
      process.exitCode = 1;
    }
  }
}
