/** A soak as people read it: a line, tables, a chart. */
import { QUANTITIES, type Quantity } from './sample.ts';
import type { SoakRun } from './soak.ts';
import { leastOfMinutes, type Trend, trendOf } from './trend.ts';

const NAMES = Object.keys(QUANTITIES) as Quantity[];

/** How a quantity went. */
function pointsOf({ samples }: SoakRun, name: Quantity) {
  return samples.map(({ minutes, [name]: value }) => ({ minutes, value }));
}

/** The trend of each quantity, as far as there is one. */
function trendsOf(run: SoakRun): [Quantity, Trend | null][] {
  return NAMES.map((name) => [name, trendOf(pointsOf(run, name), QUANTITIES[name].slack)]);
}

/** One line: how far it is, and what is not flat. */
export function summaryOf(run: SoakRun): string {
  const last = run.samples.at(-1);
  const rising = trendsOf(run).flatMap(([name, trend]) =>
    trend && !trend.isFlat ? [`${QUANTITIES[name].label} +${number(trend.perHour)} an hour`] : [],
  );
  const now = last && NAMES.map((name) => `${name} ${number(last[name])}`).join(', ');
  const done = Object.entries(run.counts).map(([what, times]) => `${times} ${what}`);
  return [
    `minute ${run.minutes.toFixed(1)}: ${rising.length > 0 ? `rising: ${rising.join('; ')}` : 'flat'}; ${run.failures.length} failures`,
    `  ${now}`,
    `  ${done.join(', ')}`,
    ...run.failures
      .slice(-3)
      .map(({ minutes, window, what, why }) => `  ✗ ${minutes.toFixed(1)} ${window}: ${what}: ${why}`),
  ].join('\n');
}

/** The figures as Markdown. */
export function tableOf(run: SoakRun): string {
  const hours = (run.minutes / 60).toFixed(1);
  const rows = trendsOf(run).map(([name, trend]) => {
    const { label, unit } = QUANTITIES[name];
    const first = leastOfMinutes(pointsOf(run, name))[0]?.value ?? Number.NaN;
    const most = Math.max(...pointsOf(run, name).map(({ value }) => value));
    const cells = trend
      ? [
          number(trend.median),
          `${trend.perHour > 0 ? '+' : ''}${number(trend.perHour)}`,
          trend.isFlat ? 'flat' : '**rising**',
        ]
      : ['', '', 'too short'];
    return `| ${label}${unit && `, ${unit}`} | ${[number(first), number(most), ...cells].join(' | ')} |`;
  });
  const done = Object.entries(run.counts).map(([what, times]) => `| ${what} | ${times} |`);
  const failed = run.failures.map(
    ({ minutes, window, what, why }) => `- minute ${minutes.toFixed(1)}, ${window} window, ${what}: ${why}`,
  );
  return [
    `${hours} hours, begun ${run.began.slice(0, 16).replace('T', ' ')} UTC, seed ${run.seed}.`,
    '',
    '| | at first | most | second half, median | rise an hour | |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
    '| done | times |',
    '| --- | --- |',
    ...done,
    '',
    `${run.failures.length} actions did not end as they should${failed.length > 0 ? ':' : '.'}`,
    ...(failed.length > 0 ? ['', ...failed] : []),
  ].join('\n');
}

function number(value: number): string {
  return Math.abs(value) >= 100 || Number.isInteger(value) ? value.toFixed(0) : value.toFixed(1);
}

/** Pixels. */
const [WIDTH, HEIGHT, LEFT, BOTTOM] = [760, 260, 48, 28];

const LINES = [
  { name: 'hostMemory', colour: '#1f77b4', label: 'extension host' },
  { name: 'serverMemory', colour: '#d62728', label: 'language server' },
] as const;

/** The memory of both processes over the run, as SVG: each sample a faint dot, the least of each minute a line. */
export function chartOf(run: SoakRun): string {
  const most = Math.max(...LINES.flatMap(({ name }) => pointsOf(run, name).map(({ value }) => value)));
  const top = Math.ceil(most / 50) * 50;
  const x = (minutes: number) => LEFT + (minutes / run.minutes) * (WIDTH - LEFT - 10);
  const y = (value: number) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - BOTTOM - 12);
  const at = ({ minutes, value }: { minutes: number; value: number }) =>
    `${x(minutes).toFixed(1)},${y(value).toFixed(1)}`;
  const grid = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const value = top * share;
    const line = `<path d="M${LEFT} ${y(value).toFixed(1)}H${WIDTH - 10}" stroke="#8884"/>`;
    return `${line}<text x="${LEFT - 6}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end">${value.toFixed(0)}</text>`;
  });
  const times = [0, 0.25, 0.5, 0.75, 1].map(
    (share) =>
      `<text x="${x(run.minutes * share).toFixed(1)}" y="${HEIGHT - 8}" text-anchor="middle">${(run.minutes * share).toFixed(0)}</text>`,
  );
  const lines = LINES.map(({ name, colour, label }, index) => {
    const points = pointsOf(run, name);
    const dots = points.map((point) => `M${at(point)}h.01`).join('');
    return [
      `<path d="${dots}" stroke="${colour}" stroke-width="3" stroke-linecap="round" opacity=".25"/>`,
      `<polyline points="${leastOfMinutes(points).map(at).join(' ')}" fill="none" stroke="${colour}" stroke-width="1.5"/>`,
      `<text x="${LEFT + 12 + index * 130}" y="16" fill="${colour}">${label}</text>`,
    ].join('\n');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="11" fill="#888">
<title>Memory in MB over ${run.minutes.toFixed(0)} minutes</title>
${[...grid, ...times, ...lines].join('\n')}
</svg>
`;
}
