/** `auto`: light, and dark where the reader's system prefers it. */
export type Theme = 'auto' | 'light' | 'dark';

/** How many colours there are; the next series begins again with the first. */
export const SERIES_COLOURS = 12;

interface Palette {
  readonly paper: string;
  readonly band: string;
  readonly ink: string;
  readonly faint: string;
  readonly grid: string;
  readonly shade: string;
  readonly horizon: string;
  readonly onSeries: string;
  readonly warning: string;
  readonly danger: string;
  readonly umbra: string;
  readonly penumbra: string;
  readonly sun: string;
  readonly moon: string;
  readonly series: readonly string[];
}

const light: Palette = {
  paper: '#ffffff',
  band: '#f4f6f8',
  ink: '#1a2027',
  faint: '#57606a',
  grid: '#ccd3da',
  shade: '#e9edf1',
  horizon: '#c4ccd4',
  onSeries: '#ffffff',
  warning: '#f0a000',
  danger: '#e02b3f',
  umbra: '#3d4a5c',
  penumbra: '#93a1b3',
  sun: '#f5b400',
  moon: '#9aa7b5',
  series: [
    ...['#0068a8', '#c24a00', '#007a58', '#a83f7f', '#7a6200', '#6a35a3'],
    ...['#a31836', '#3f6d00', '#00707c', '#4b5563', '#8a4b12', '#3949ab'],
  ],
};

const dark: Palette = {
  paper: '#12171d',
  band: '#181f27',
  ink: '#e8edf2',
  faint: '#a3afbb',
  grid: '#36414c',
  shade: '#1e262f',
  horizon: '#3a4652',
  onSeries: '#0c1014',
  warning: '#ffb92e',
  danger: '#ff5a6a',
  umbra: '#8b9bb0',
  penumbra: '#55657a',
  sun: '#ffd54a',
  moon: '#c6d0da',
  series: [
    ...['#5cb8f0', '#ff9b58', '#3fd3a2', '#f29ccb', '#e3c64a', '#c39bf4'],
    ...['#ff8398', '#a5d95c', '#4fd3e0', '#b9c3cd', '#e0a575', '#9fabff'],
  ],
};

type Role = Exclude<keyof Palette, 'series'>;
const filled: readonly Role[] = [
  ...(['paper', 'band', 'ink', 'faint', 'shade', 'horizon', 'warning', 'danger'] as const),
  ...(['umbra', 'penumbra', 'sun', 'moon'] as const),
];
const stroked: readonly Role[] = ['ink', 'faint', 'grid', 'paper', 'warning', 'danger', 'umbra', 'penumbra'];

/** Plain values and no custom properties: programs that draw SVG outside a browser know none. */
function rules(palette: Palette): string {
  return [
    ...filled.map((name) => `.flight-product .fill-${name}{fill:${palette[name]}}`),
    ...stroked.map((name) => `.flight-product .line-${name}{stroke:${palette[name]}}`),
    ...palette.series.flatMap((colour, i) => [
      `.flight-product .fill-${i}{fill:${colour}}`,
      `.flight-product .line-${i}{stroke:${colour}}`,
    ]),
    `.flight-product .on-series{fill:${palette.onSeries}}`,
    `.flight-product .halo{stroke:${palette.paper}}`,
  ].join('');
}

const shape =
  '.flight-product{font-family:system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif}' +
  '.flight-product .halo{stroke-width:3px;stroke-linejoin:round;paint-order:stroke}' +
  '.flight-product .open{fill:none}';

/** The `<style>` of a product. Its rules hold only inside class `flight-product`; several products in one page share them. */
export function styleElement(theme: Theme): string {
  const colours =
    theme === 'auto'
      ? `${rules(light)}@media (prefers-color-scheme:dark){${rules(dark)}}`
      : rules(theme === 'dark' ? dark : light);
  return `<style>${shape}${colours}</style>`;
}
