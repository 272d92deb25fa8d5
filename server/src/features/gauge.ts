/** The gauge of a hover: where a value lies on its ranges. A picture where the client shows pictures, a line of text elsewhere. */
import { escaped } from '../common/markup.ts';
import type { Theme } from '../protocol/editor.ts';

export interface GaugeBand {
  readonly label: string;
  /** Inclusive values. */
  readonly from: number;
  readonly to: number;
  readonly tone: 'low' | 'good' | 'high';
}

export interface GaugeScale {
  readonly from: number;
  readonly to: number;
  /** Equal ratios take equal room: the difference between 4 and 8 matters as much as the one between 25 and 50. */
  readonly logarithmic: boolean;
}

interface Palette {
  readonly text: string;
  readonly track: string;
  readonly marker: string;
  readonly low: string;
  readonly good: string;
  readonly high: string;
}

/** Chosen for at least 4.5:1 of text and 3:1 of bands against VS Code's default hover backgrounds. */
const PALETTES: Readonly<Record<Theme, Palette>> = {
  dark: { text: '#d0d0d0', track: '#4a4a4a', marker: '#ffffff', low: '#4f9fe6', good: '#57b866', high: '#e0a13a' },
  light: { text: '#3b3b3b', track: '#d4d4d4', marker: '#1f1f1f', low: '#2878c0', good: '#2f8a43', high: '#b3720b' },
  'high-contrast': {
    text: '#ffffff',
    track: '#7a7a7a',
    marker: '#ffffff',
    low: '#4fc1ff',
    good: '#6be57b',
    high: '#ffc24d',
  },
  'high-contrast-light': {
    text: '#000000',
    track: '#8a8a8a',
    marker: '#000000',
    low: '#0b5394',
    good: '#14682b',
    high: '#7a4a00',
  },
};

const WIDTH = 380;
const MARGIN = 14;
const TRACK_Y = 26;
const TRACK_HEIGHT = 8;
/** Half the width of an average character at 11 px. */
const HALF_CHARACTER = 2.95;
const LABEL_GAP = 10;

/** An SVG of the bands on a scale, with the value marked (or no mark). */
export function gaugeSvg(bands: readonly GaugeBand[], value: number | null, scale: GaugeScale, theme: Theme): string {
  const colour = PALETTES[theme];
  const x = (at: number) => MARGIN + position(at, scale) * (WIDTH - 2 * MARGIN);
  const parts = [rect(MARGIN, WIDTH - 2 * MARGIN, colour.track)];
  const labels = bands.map((band) => {
    const start = x(band.from);
    const width = Math.max(x(band.to) - start, 6);
    parts.push(rect(start, width, colour[band.tone]));
    return { text: bandLabel(band, scale), centre: start + width / 2 };
  });
  for (const { text, centre } of spread(labels)) {
    parts.push(`<text x="${round(centre)}" y="50" text-anchor="middle" fill="${colour.text}">${escaped(text)}</text>`);
  }
  if (value !== null) {
    const at = round(x(value));
    parts.push(
      `<path d="M${at} ${TRACK_Y + TRACK_HEIGHT + 3}V${TRACK_Y - 3}l-5 -6h10l-5 6" fill="${colour.marker}" stroke="${colour.marker}" stroke-width="2"/>`,
      `<text x="${Math.min(Math.max(at, MARGIN), WIDTH - MARGIN)}" y="12" text-anchor="middle" font-weight="600" fill="${colour.marker}">${value}</text>`,
    );
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="56" viewBox="0 0 ${WIDTH} 56" font-family="system-ui,sans-serif" font-size="11">${parts.join('')}</svg>`;
}

/** The same as one line: `1 ····[====]··^···· 100`, `=` for the sweet spot and `|` for the value. */
export function gaugeText(bands: readonly GaugeBand[], value: number | null, scale: GaugeScale): string {
  const cells = 40;
  const cell = (at: number) => Math.min(cells - 1, Math.round(position(at, scale) * (cells - 1)));
  const marks = Array.from({ length: cells }, () => '·');
  for (const band of bands)
    for (let i = cell(band.from); i <= cell(band.to); i++) marks[i] = { low: '-', good: '=', high: '~' }[band.tone];
  if (value !== null) marks[cell(value)] = '|';
  return `${scale.from} ${marks.join('')} ${scale.to}`;
}

interface Label {
  readonly text: string;
  /** Pixels. */
  readonly centre: number;
}

/** Moves labels apart where they would touch: first to the right, then back from the right edge. */
function spread(labels: readonly Label[]): Label[] {
  const half = ({ text }: Label) => text.length * HALF_CHARACTER + LABEL_GAP / 2;
  const placed: { text: string; centre: number }[] = [];
  let free = 0;
  for (const label of labels) {
    const centre = Math.max(label.centre, free + half(label));
    placed.push({ ...label, centre });
    free = centre + half(label);
  }
  let edge = WIDTH;
  for (const label of placed.toReversed()) {
    label.centre = Math.min(label.centre, edge - half(label));
    edge = label.centre - half(label);
  }
  return placed;
}

function bandLabel({ label, from, to }: GaugeBand, scale: GaugeScale): string {
  // A linear scale ends where its values end; a logarithmic one goes on.
  if (to >= scale.to && scale.logarithmic && from < to) return `${label} ${from}+`;
  return `${label} ${from === to ? from : `${from}-${to}`}`;
}

/** 0 to 1 along the scale; what lies outside is at its end. */
function position(value: number, { from, to, logarithmic }: GaugeScale): number {
  const inside = Math.min(Math.max(value, from), to);
  return logarithmic ? Math.log(inside / from) / Math.log(to / from) : (inside - from) / (to - from);
}

function rect(x: number, width: number, fill: string): string {
  return `<rect x="${round(x)}" y="${TRACK_Y}" width="${round(width)}" height="${TRACK_HEIGHT}" rx="3" fill="${fill}"/>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
