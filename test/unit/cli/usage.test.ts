/** Wrong use of the command line is said in one line of ours, whichever option of whichever command it is about. */
import { describe, expect, test } from 'vitest';
import { checkOptions } from '../../../server/src/cli/check/options.ts';
import { parseCompareOptions } from '../../../server/src/cli/compare-options.ts';
import { parseFindOptions } from '../../../server/src/cli/find-options.ts';
import { overridesIn, parseRenderOptions } from '../../../server/src/cli/render-options.ts';
import { didYouMean, parseArguments, UsageError } from '../../../server/src/cli/usage.ts';
import { knowledge } from '../../support/knowledge.ts';

const COMMANDS: Readonly<Record<string, (args: string[]) => unknown>> = {
  check: (args) => checkOptions(args, () => knowledge, false),
  render: parseRenderOptions,
  compare: parseCompareOptions,
  find: parseFindOptions,
};
const RENDERING = [
  'backend',
  'kind',
  'generation',
  'set',
  'model',
  'max-side',
  'max-minutes',
  'measurements',
  'format',
];
const NUMBERS = [
  'max-warnings',
  'seconds-per-call',
  'price-per-call',
  'price-per-second',
  'max-side',
  'max-minutes',
  'seeds',
];
const CHOICES = ['format', 'fail-on', 'rule'];
const WITH_VALUE: Readonly<Record<string, readonly string[]>> = {
  check: [...NUMBERS.slice(0, 4), 'format', 'fail-on', 'rule', 'stdin-filename', 'measurements', 'unit'],
  render: [...RENDERING, 'output'],
  compare: [...RENDERING, 'output', 'steps', 'guidance', 'sampler', 'scheduler'],
  find: [...RENDERING, 'seeds', 'svg'],
};
const WITHOUT: Readonly<Record<string, readonly string[]>> = {
  check: ['quiet', 'fix', 'dry-run', 'stdin', 'cost'],
  render: ['allow-paid', 'upload', 'draft'],
  compare: ['allow-paid', 'upload'],
  find: ['allow-paid', 'upload'],
};

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe.each(Object.entries(COMMANDS))('%s', (name, parse) => {
  test.each(WITH_VALUE[name])('--%s without its value', (option) => {
    const forgotten = [
      [`--${option}`],
      [`--${option}=`],
      [`--${option}`, ''],
      [`--${option}`, '--', 'a.yaml'],
      [`--${option}`, `--${WITHOUT[name][0]}`],
    ];
    for (const args of forgotten)
      expect(refusal(() => parse(['a.yaml', ...args]))).toBe(`--${option} needs a value (sweetspot help)`);
  });
  test.each(WITHOUT[name])('--%s with one', (option) =>
    expect(refusal(() => parse(['a.yaml', `--${option}=yes`]))).toBe(
      `--${option} takes no value, not "yes" (sweetspot help)`,
    ),
  );
  test.each(WITH_VALUE[name].filter((option) => NUMBERS.includes(option)))(
    '--%s with what is no such number',
    (option) => {
      for (const value of ['-1', '0x10', 'a.yaml', ' ', 'Infinity', '1,5'])
        for (const args of [[`--${option}`, value], [`--${option}=${value}`]])
          expect(
            refusal(() =>
              parse(
                ['a.yaml', '-o', 'x', ...args].filter(
                  (one) => name.match(/render|compare/) || !['-o', 'x'].includes(one),
                ),
              ),
            ),
          ).toMatch(new RegExp(`^--${option} is a (whole )?number[^:]*, not "${value}"$`));
    },
  );
  test.each(WITH_VALUE[name].filter((option) => CHOICES.includes(option)))('--%s with what is no choice', (option) => {
    for (const value of ['-1', 'bogus', 'constructor'])
      expect(refusal(() => parse(['a.yaml', `--${option}`, value]))).toMatch(
        new RegExp(`^--${option} (is one of|takes) .*, not "${value}"$`),
      );
  });
  test('an option that there is not', () => {
    for (const option of ['--frmat', '--FORMAT', '--formats', '--form'])
      expect(refusal(() => parse(['a.yaml', option]))).toBe(
        `there is no option ${option}. Did you mean --format? (sweetspot help)`,
      );
    expect(refusal(() => parse(['a.yaml', '-x']))).toBe('there is no option -x. (sweetspot help)');
    expect(refusal(() => parse(['a.yaml', '--no-color']))).toBe('there is no option --no-color. (sweetspot help)');
  });
});

test('of an option given twice the last value holds, as where a script adds to an alias', () => {
  const given = checkOptions(
    ['a.yaml', '--format', 'json', '--max-warnings', '3', '--format=sarif', '--max-warnings=0'],
    () => knowledge,
    false,
  );
  expect([given.format, given.maxWarnings]).toEqual(['sarif', 0]);
});
test('a value may begin with a hyphen, and names after -- too', () => {
  const { values, positionals } = parseArguments(['--unit', '-€', '--', '--a.yaml'], { unit: { type: 'string' } });
  expect([values.unit, positionals]).toEqual(['-€', ['--a.yaml']]);
});
test.each([
  [
    'a rule with two signs',
    () => COMMANDS.check(['a.yaml', '--rule', 'steps-wasteful=off=x']),
    '--rule takes CODE=SEVERITY',
  ],
  ['a rule without a name', () => COMMANDS.check(['a.yaml', '--rule', '=off']), '--rule takes CODE=SEVERITY'],
  ['a slip of a severity', () => COMMANDS.check(['a.yaml', '--rule', 'steps-wasteful=of']), 'Did you mean off?'],
  ['the beginning of one', () => COMMANDS.check(['a.yaml', '--fail-on', 'warn']), 'Did you mean warning?'],
  [
    'half a warning',
    () => COMMANDS.check(['a.yaml', '--max-warnings', '1.5']),
    '--max-warnings is a whole number, 0 or more, not "1.5"',
  ],
  [
    'a slip of a setting',
    () => overridesIn(['gidance_scale=3'], knowledge),
    '--set knows no "gidance_scale". Did you mean guidance_scale?',
  ],
  ['two files', () => COMMANDS.find(['a.yaml', 'b.yaml']), 'find takes one name, not "a.yaml" and "b.yaml"'],
])('%s', (_, run, said) => expect(refusal(run)).toContain(said));
test('what begins several words, or hardly any, is nobody’s slip', () =>
  expect([didYouMean('--price', ['--price-per-call', '--price-per-second']), didYouMean('--f', ['--fix'])]).toEqual([
    '',
    '',
  ]));
