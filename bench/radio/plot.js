// The curves as a stand-alone SVG, readable on light and dark paper.
import { bitErrorRate, frameErrorRate } from './theory.js';

const [WIDTH, HEIGHT] = [1110, 560];
const TOP = 64;
const PLOT = { width: 290, height: 390 };

/** Colours for light and dark paper; markers tell series apart, too. */
const SERIES = [
  { light: '#0068a8', dark: '#5cb8f0', marker: 'circle' },
  { light: '#c24a00', dark: '#ff9b58', marker: 'square' },
  { light: '#007a58', dark: '#3fd3a2', marker: 'diamond' },
  { light: '#a83f7f', dark: '#f29ccb', marker: 'triangle' },
  { light: '#6a35a3', dark: '#c39bf4', marker: 'cross' },
  { light: '#7a6200', dark: '#e3c64a', marker: 'plus' },
];

const tones = (paper, ink, faint, grid, shade) =>
  `.paper{fill:${paper}}.ink{fill:${ink}}.faint{fill:${faint}}.grid{stroke:${grid}}.frame{stroke:${faint}}.theory{stroke:${ink}}` +
  SERIES.map((series, n) => `.m${n}{stroke:${series[shade]}}.l${n}{stroke:${series[shade]}}`).join('');
const style =
  'text{font:13px system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif}.head{font-weight:600;font-size:15px}.small{font-size:12px}' +
  '.grid,.frame{fill:none;stroke-width:1}.theory,.line{fill:none;stroke-width:1.5}.line{stroke-dasharray:6 4}.marker{fill:none;stroke-width:1.8}.dot{stroke:none}' +
  tones('#ffffff', '#1a2027', '#57606a', '#d8dee4', 'light') +
  `@media (prefers-color-scheme:dark){${tones('#12171d', '#e8edf2', '#a3afbb', '#2c3640', 'dark')}}`;

const round = (value) => Math.round(100 * value) / 100;
const text = (x, y, content, classes = 'ink', anchor = 'start') =>
  `<text x="${round(x)}" y="${round(y)}" class="${classes}" text-anchor="${anchor}">${content}</text>`;

function marker(kind, x, y, classes) {
  const path = {
    circle: 'M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0',
    square: 'M-4 -4H4V4H-4Z',
    diamond: 'M0 -5.5L5.5 0L0 5.5L-5.5 0Z',
    triangle: 'M0 -5L5 4H-5Z',
    cross: 'M-4 -4L4 4M-4 4L4 -4',
    plus: 'M-5 0H5M0 -5V5',
  }[kind];
  return `<path d="${path}" transform="translate(${round(x)} ${round(y)})" class="marker ${classes}"/>`;
}

/** A panel over decibels, its rates from 1 down to 10^-decades. */
class Panel {
  body = [];

  constructor(left, [from, to], decades) {
    Object.assign(this, { left, from, to, decades });
  }

  x = (db) => this.left + ((db - this.from) / (this.to - this.from)) * PLOT.width;
  y = (rate) => TOP + (-Math.log10(rate) / this.decades) * PLOT.height;

  axes(title, label) {
    const bottom = TOP + PLOT.height;
    const step = this.to - this.from > 4 ? 1 : 0.5;
    for (let db = Math.ceil(this.from / step) * step; db <= this.to; db += step) {
      this.body.push(`<path d="M${round(this.x(db))} ${TOP}V${bottom}" class="grid"/>`);
      this.body.push(text(this.x(db), bottom + 18, `${db}`.replace('-', '−'), 'faint small', 'middle'));
    }
    for (let decade = 0; decade <= this.decades; decade++) {
      const y = this.y(10 ** -decade);
      this.body.push(`<path d="M${this.left} ${round(y)}h${PLOT.width}" class="grid"/>`);
      const exponent = `10<tspan dy="-5" font-size="9">${decade === 0 ? '0' : `−${decade}`}</tspan>`;
      this.body.push(text(this.left - 8, y + 4, exponent, 'faint small', 'end'));
    }
    this.body.push(`<rect x="${this.left}" y="${TOP}" width="${PLOT.width}" height="${PLOT.height}" class="frame"/>`);
    this.body.push(text(this.left, TOP - 14, title, 'ink head'));
    this.body.push(text(this.left + PLOT.width / 2, bottom + 38, label, 'ink', 'middle'));
  }

  isInside(db, rate) {
    return db >= this.from && db <= this.to && rate <= 1 && rate >= 10 ** -this.decades;
  }

  curve(rateAt, classes) {
    const points = [];
    for (let db = this.from; db <= this.to + 1e-9; db += (this.to - this.from) / 200) {
      const rate = rateAt(db);
      if (this.isInside(db, rate)) points.push(`${round(this.x(db))} ${round(this.y(rate))}`);
    }
    this.body.push(`<path d="M${points.join('L')}" class="${classes}"/>`);
  }

  line(points, classes) {
    const inside = points.filter(([db, lost, of]) => this.isInside(db, lost / of));
    const places = inside.map(([db, lost, of]) => `${round(this.x(db))} ${round(this.y(lost / of))}`);
    this.body.push(`<path d="M${places.join('L')}" class="${classes}"/>`);
  }

  markers(points, n) {
    for (const [db, lost, of] of points)
      if (this.isInside(db, lost / of))
        this.body.push(marker(SERIES[n].marker, this.x(db), this.y(lost / of), `m${n}`));
  }

  /** Rows of [kind, words], below the upper edge at the right or above the lower one at the left. */
  legend(rows, x, y) {
    rows.forEach(([key, words], row) => {
      const middle = y + 19 * row;
      if (typeof key === 'number') this.body.push(marker(SERIES[key].marker, x + 12, middle, `m${key}`));
      else if (key === 'dot') this.body.push(`<circle cx="${x + 12}" cy="${middle}" r="2.6" class="dot ink"/>`);
      else this.body.push(`<path d="M${x} ${middle}h24" class="${key}"/>`);
      this.body.push(text(x + 32, middle + 4, words, 'ink small'));
    });
  }
}

const points = (list) => list.map(([db, lost, of]) => `${db.toFixed(2)} dB ${(lost / of).toPrecision(2)}`).join(', ');

/** The document; `note` stands below, a line. */
export function curvesSvg({ bits, reedSolomon, concatenated }, note) {
  const left = new Panel(70, [0, 10], 5);
  left.axes('Bit errors, uncoded', 'Eb/N0, dB');
  left.curve(bitErrorRate, 'theory');
  bits.forEach((series, n) => left.markers(series.points, n));
  left.legend(
    [['theory', 'theory'], ...bits.map(({ name }, n) => [n, `${name}, with loops`])],
    left.left + 16,
    TOP + PLOT.height - 76,
  );

  const middle = new Panel(430, [-2.1, -0.7], 3);
  middle.axes('Frame errors, concatenated', 'Es/N0 of a channel bit, dB');
  for (const { alone, oracle } of concatenated.references) {
    middle.line(alone, 'theory line');
    for (const [db, lost, of] of oracle ?? [])
      if (middle.isInside(db, lost / of))
        middle.body.push(
          `<circle cx="${round(middle.x(db))}" cy="${round(middle.y(lost / of))}" r="2.6" class="dot ink"/>`,
        );
  }
  concatenated.measured.forEach((series, n) => middle.markers(series.points, n));
  middle.legend(
    [
      ['theory line', 'our decoders alone'],
      ['dot', 'reference simulation'],
      ...concatenated.measured.map(({ name }, n) => [n, name]),
    ],
    middle.left + 16,
    TOP + PLOT.height - 114,
  );

  const right = new Panel(790, [3.8, 6.2], 3);
  right.axes('Frame errors, Reed-Solomon alone', 'Es/N0, dB');
  for (const interleave of [1, 5]) right.curve((db) => frameErrorRate(db, interleave), 'theory');
  reedSolomon.forEach((series, n) => right.markers(series.points, n));
  right.legend(
    [['theory', 'theory'], ...reedSolomon.map(({ name }, n) => [n, `${name}, with loops`])],
    right.left + 16,
    TOP + PLOT.height - 57,
  );

  const measured = [...concatenated.measured, ...reedSolomon];
  const description = [...bits, ...measured].map((one) => `${one.name}: ${points(one.points)}`).join('; ');
  const title = 'Error rates of the demodulators and decoders over the noise that was added';
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="${title}">`,
    `<title>${title}</title>`,
    `<desc>${description}.</desc>`,
    `<style>${style}</style>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" class="paper"/>`,
    ...[left, middle, right].flatMap(({ body }) => body),
    text(70, HEIGHT - 22, note, 'faint small'),
    '</svg>',
    '',
  ].join('\n');
}
