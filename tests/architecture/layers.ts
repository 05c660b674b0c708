import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import ts from 'typescript';

/** What each library may import of ours (design rule 2: arrows point down), and which know no framework and no I/O (rule 1). */
const { mayImport: libraries, pure: pureLibraries } = JSON.parse(readFileSync('tools/layers.json', 'utf8')) as {
  mayImport: Readonly<Record<string, readonly string[]>>;
  pure: readonly string[];
};
const purePackages = ['satellite.js', 'buffer-layout', 'saxes'];

export interface Import {
  readonly file: string;
  readonly specifier: string;
}

/** Where a file belongs: `libs/ccsds`, `apps/station`, `hardware-sim`, or undefined for what has no layer. */
export function partOf(file: string): string | undefined {
  const [top, name] = file.split(sep).join('/').split('/');
  if (top === 'libs' || top === 'apps') return `${top}/${name ?? ''}`;
  return top === 'hardware-sim' ? top : undefined;
}

/** Why an import is against the rules; undefined when it is not. */
export function violation({ file, specifier }: Import): string | undefined {
  const from = partOf(file);
  if (from === undefined || isTest(file)) return undefined;
  const to = target(file, specifier);
  const library = from.startsWith('libs/') ? from.slice('libs/'.length) : undefined;
  if (to === undefined) {
    if (library === undefined || !pureLibraries.includes(library)) return undefined;
    return purePackages.includes(packageOf(specifier)) ? undefined : `${from} is pure and imports ${specifier}`;
  }
  if (to === from) return undefined;
  if (library !== undefined) {
    const allowed = (libraries[library] ?? []).map((name) => `libs/${name}`);
    return allowed.includes(to) ? undefined : `${from} imports ${to}, which is not below it`;
  }
  if (to.startsWith('libs/')) return undefined;
  return from === 'apps/smms' ? undefined : `${from} imports ${to}: only apps/smms knows the apps`;
}

function target(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('@app/')) return `libs/${specifier.slice('@app/'.length).split('/')[0] ?? ''}`;
  if (!specifier.startsWith('.')) return undefined;
  return partOf(normalize(join(dirname(file), specifier)));
}

function packageOf(specifier: string): string {
  const [first = '', second] = specifier.split('/');
  return first.startsWith('@') && second !== undefined ? `${first}/${second}` : first;
}

function isTest(file: string): boolean {
  return file.endsWith('.spec.ts') || file.split(sep).includes('testing');
}

/** Every import, re-export and dynamic import of a source text. */
export function importsOf(file: string, source: string): Import[] {
  const specifiers = ts.preProcessFile(source, true, true).importedFiles.map(({ fileName }) => fileName);
  return [...new Set(specifiers)].map((specifier) => ({ file, specifier }));
}

/** TypeScript sources below the folders that exist, declarations left out. */
export function sourceFiles(...folders: string[]): string[] {
  return folders.filter(existsSync).flatMap((folder) =>
    readdirSync(folder).flatMap((name) => {
      const path = join(folder, name);
      if (name === 'node_modules' || name === 'dist') return [];
      if (statSync(path).isDirectory()) return sourceFiles(path);
      return path.endsWith('.ts') && !path.endsWith('.d.ts') ? [path] : [];
    }),
  );
}

export function allImports(): Import[] {
  return sourceFiles('libs', 'apps', 'hardware-sim').flatMap((file) => importsOf(file, readFileSync(file, 'utf8')));
}
