/** What `check` is asked for. */
import type { Severity, SeverityChoice } from '../../findings/severity.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { didYouMean, numberOf, oneOf, parseArguments, requireFiles, UsageError } from '../usage.ts';
import type { Rates } from './cost.ts';
import type { Task } from './judge.ts';

export const SEVERITIES = ['error', 'warning', 'information', 'hint'] as const satisfies readonly Severity[];

export const FORMATS = ['text', 'frame', 'json', 'sarif', 'junit', 'github'] as const;
export type FormatName = (typeof FORMATS)[number];

export interface CostOptions {
  readonly rates: Rates;
  /** A file of measurements; `null`: those that editors keep. */
  readonly measurements: string | null;
}

export interface CheckOptions {
  /** Files, folders and patterns; none where standard input is checked. */
  readonly named: readonly string[];
  /** The name under which standard input is checked; `null` where it is not. */
  readonly stdin: string | null;
  readonly format: FormatName;
  readonly failOn: Severity | 'never';
  /** Warnings that are put up with; `null` where they count as `failOn` says. */
  readonly maxWarnings: number | null;
  /** What is asked of every file, but what it costs. */
  readonly task: Omit<Task, 'cost'>;
  /** `null` where nobody wants to know. */
  readonly cost: CostOptions | null;
  /** Only what makes the check fail is told. */
  readonly quiet: boolean;
}

type NumberOption = 'max-warnings' | 'seconds-per-call' | 'price-per-call' | 'price-per-second';

/** Throws `UsageError`. `isTerminal`: whether a person reads standard output. */
export function checkOptions(args: string[], knowledge: () => Knowledge, isTerminal: boolean): CheckOptions {
  const { values, positionals } = parseArguments(args, {
    format: { type: 'string' },
    'fail-on': { type: 'string', default: 'warning' },
    'max-warnings': { type: 'string' },
    rule: { type: 'string', multiple: true, default: [] },
    quiet: { type: 'boolean', default: false },
    fix: { type: 'boolean', default: false },
    'dry-run': { type: 'boolean', default: false },
    stdin: { type: 'boolean', default: false },
    'stdin-filename': { type: 'string' },
    cost: { type: 'boolean', default: false },
    'seconds-per-call': { type: 'string' },
    'price-per-call': { type: 'string' },
    'price-per-second': { type: 'string' },
    measurements: { type: 'string' },
    unit: { type: 'string', default: '$' },
  });
  const given = (option: NumberOption, kind: Parameters<typeof numberOf>[1]): number | null => {
    const value = values[option];
    return value === undefined ? null : numberOf(value, kind, option);
  };
  const format = oneOf(values.format ?? (isTerminal ? 'frame' : 'text'), FORMATS, 'format');
  if (values['dry-run'] && !values.fix)
    throw new UsageError('--dry-run shows what --fix would change: --fix --dry-run');
  const stdin = values.stdin || values['stdin-filename'] !== undefined;
  if (stdin && positionals.length > 0) throw new UsageError('--stdin checks standard input, and no files beside it');
  const wantsCost =
    values.cost ||
    [values['seconds-per-call'], values['price-per-call'], values['price-per-second'], values.measurements].some(
      (value) => value !== undefined,
    );
  // Before the files: one that was taken for the number is not missing.
  const maxWarnings = given('max-warnings', 'a whole number, 0 or more');
  return {
    named: stdin ? [] : requireFiles(positionals, 'check'),
    stdin: stdin ? (values['stdin-filename'] ?? '-') : null,
    format,
    failOn: oneOf(values['fail-on'], [...SEVERITIES, 'never'], 'fail-on'),
    maxWarnings,
    quiet: values.quiet,
    task: {
      rules: rulesOf(values.rule, knowledge),
      fix: values.fix ? (values['dry-run'] ? 'show' : 'write') : 'no',
      frames: format === 'frame',
    },
    cost: wantsCost
      ? {
          rates: {
            secondsPerCall: given('seconds-per-call', 'a number, 0 or more'),
            pricePerCall: given('price-per-call', 'a number, 0 or more'),
            pricePerSecond: given('price-per-second', 'a number, 0 or more'),
            unit: values.unit,
          },
          measurements: values.measurements ?? null,
        }
      : null,
  };
}

const CHOICES = [...SEVERITIES, 'default', 'off'] as const satisfies readonly SeverityChoice[];

/** `code=severity`, each. */
function rulesOf(given: readonly string[], knowledge: () => Knowledge): Record<string, SeverityChoice> {
  return Object.fromEntries(
    given.map((one) => {
      const [code, choice, ...more] = one.split('=');
      if (code === '' || !choice || more.length > 0)
        throw new UsageError(`--rule takes CODE=SEVERITY, as in --rule steps-wasteful=off, not "${one}"`);
      const codes = knowledge().data.rules.map((rule) => rule.code);
      if (!codes.includes(code))
        throw new UsageError(
          `--rule knows no "${code}".${didYouMean(code, codes) || ` It takes: ${codes.join(', ')}`}`,
        );
      return [code, oneOf(choice, CHOICES, `rule ${code}`)];
    }),
  );
}
