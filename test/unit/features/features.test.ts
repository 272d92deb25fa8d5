import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { FIX_ALL } from '../../../server/src/features/action-kinds.ts';
import { findingsOf } from '../../../server/src/features/analysis.ts';
import { codeActions } from '../../../server/src/features/code-actions.ts';
import { codeLenses } from '../../../server/src/features/code-lens.ts';
import { diagnostics } from '../../../server/src/features/diagnostics.ts';
import { gaugeSvg, gaugeText } from '../../../server/src/features/gauge.ts';
import { createPageLinks } from '../../../server/src/features/links.ts';
import { listPages, page } from '../../../server/src/features/pages.ts';
import { hoverAt } from '../../support/hover.ts';
import { analyse, knowledge } from '../../support/knowledge.ts';

const links = createPageLinks('file:///pages/', true);
const uri = 'file:///job.yaml';

/** The text after a quick fix or fix-all. */
function fixed(text: string, only?: string[]): string[] {
  const analysis = analyse(text);
  const document = TextDocument.create(uri, 'yaml', 1, text);
  const range = { start: document.positionAt(0), end: document.positionAt(text.length) };
  const actions = codeActions(analysis, findingsOf(analysis, knowledge), { uri, range, diagnostics: [], only });
  return actions.map(
    ({ title, edit }) => `${title} -> ${TextDocument.applyEdits(document, edit?.changes?.[uri] ?? [])}`,
  );
}

describe('hover', () => {
  const schnell = 'model: black-forest-labs/FLUX.1-schnell\nprompt: a\nnum_inference_steps: ‸28\n';

  test('says the verdict before anything else, then what the setting is', () => {
    const lines = hoverAt(schnell)?.paragraphs ?? [];
    expect(lines[0]).toContain('Inference steps');
    expect(lines[0]).toContain('`inference_steps`');
    expect(lines[2]).toBe('**FLUX.1 schnell is distilled for 1-4 steps; 28 costs 7 times as much for no gain.**');
    expect(lines[3]).toContain('refines the picture');
  });
  test.each([
    '| Low | 1-10 |',
    '| Mid | 20-30 |',
    '| High | 40-100 |',
    '**Tips**',
    '`steps`',
    '[Full guide](command:sweetspot.openPage?',
    'black-forest-labs/FLUX.1-schnell',
  ])('holds %s', (part) => expect(hoverAt(schnell)?.value).toContain(part));
  test('covers the literal, or the key', () => {
    expect(hoverAt(schnell)?.range).toEqual({ start: { line: 2, character: 21 }, end: { line: 2, character: 23 } });
    expect(hoverAt('prompt: a\nst‸eps: 20\n')?.range).toEqual({
      start: { line: 1, character: 0 },
      end: { line: 1, character: 5 },
    });
  });
  test('answers right after the last digit, not beyond', () => {
    expect(hoverAt('prompt: a\nsteps: 20‸\n')).not.toBeNull();
    expect(hoverAt('prompt: a\nsteps: 20 ‸ # hi\n')).toBeNull();
  });
  test('is silent on settings without a guide and on other numbers', () => {
    expect(hoverAt('prompt: ‸a\nsteps: 20\n')).toBeNull();
    expect(hoverAt('runs-on: x\nsteps: ‸20\n')).toBeNull();
  });
  test('has a picture only for clients that show pictures', () => {
    expect(hoverAt(schnell, { pictures: true })?.value).toMatch(
      /!\[28 on a scale of .*\]\(data:image\/svg\+xml;base64,/,
    );
    expect(hoverAt(schnell)?.value).not.toContain('data:image');
  });
  test('escapes what comes from the file', () => {
    const value = hoverAt('model: "[x](command:evil) <b>*hi*</b> `t`"\nprompt: a\nsteps: ‸20\n')?.value ?? '';
    expect(value).toContain('\\[x\\]\\(command:evil\\) &lt;b&gt;\\*hi\\*&lt;/b&gt;');
    expect(value).not.toContain('<b>');
  });
  test('says so when a value is no count, not set, or computed', () => {
    expect(hoverAt('prompt: a\nnum_inference_steps: ‸0\n')?.value).toMatch(/\*\*0 steps /);
    expect(hoverAt('prompt: a\nguidance_scale: 1\ndefault_overwrite_step: ‸-1\n')?.value).toContain(
      'means "not set" here',
    );
    expect(hoverAt('prompt: a\nnum_inference_steps: ‸${N}\n')?.value).toContain('A placeholder');
  });
});

describe('gauge', () => {
  const bands = [
    { label: 'Low', from: 1, to: 10, tone: 'low' as const },
    { label: 'Mid', from: 20, to: 30, tone: 'good' as const },
    { label: 'High', from: 40, to: 100, tone: 'high' as const },
  ];
  const scale = (to = 100) => ({ from: 1, to, logarithmic: true });
  test('as text, the value is marked where it lies', () => {
    expect(gaugeText(bands, 25, scale())).toBe('1 ---------------------····==|==·~~~~~~~~~ 100');
    expect(gaugeText(bands, null, scale())).not.toContain('|');
  });
  test('as a picture, the marker moves right with the value and stays inside', () => {
    const marker = (value: number) =>
      Number(/<path d="M([\d.]+) /.exec(gaugeSvg(bands, value, scale(Math.max(100, value)), 'light'))?.[1]);
    const places = [1, 4, 10, 25, 50, 100].map(marker);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(new Set(places).size).toBe(places.length);
    expect(marker(1)).toBeGreaterThan(0);
    expect(marker(5000)).toBeLessThan(380);
  });
  test('labels are escaped', () =>
    expect(gaugeSvg([{ label: '<&"', from: 1, to: 2, tone: 'low' }], 1, scale(), 'dark')).toContain(
      '&lt;&amp;&quot; 1-2',
    ));
});

describe('fixes', () => {
  test('replace the literal and nothing else', () => {
    expect(fixed('prompt: a\nsteps: 80 # why?\n')).toEqual([
      'Set to 25 (safe default) -> prompt: a\nsteps: 25 # why?\n',
    ]);
  });
  test('keep quotes', () =>
    expect(fixed('{"prompt": "a", "steps": "80"}')).toEqual([
      'Set to 25 (safe default) -> {"prompt": "a", "steps": "25"}',
    ]));
  test.each(['"blurry"', '-0', '7.5e3', 'true'])('leaves JSON behind where words take the place of %s', (negative) => {
    const preset = '"default_model": "a", "default_performance": "Lightning", "default_overwrite_step": -1';
    const text = `{${preset}, "default_prompt_negative": ${negative}}`;
    expect(fixed(text)).toContain(`Empty the negative prompt -> ${text.replace(negative, '""')}`);
  });
  test('all wasteful counts at once, others not', () => {
    expect(fixed('- {prompt: a, steps: 80}\n- {prompt: a, steps: 5}\n- {prompt: a, steps: 90}\n', [FIX_ALL])).toEqual([
      'Apply all safe fixes -> - {prompt: a, steps: 25}\n- {prompt: a, steps: 5}\n- {prompt: a, steps: 25}\n',
    ]);
  });
  test('fix-all is offered only when asked for', () =>
    expect(fixed('prompt: a\nsteps: 80\n', ['quickfix'])).toHaveLength(1));
  test('source.fixAll asks for it too', () =>
    expect(fixed('prompt: a\nsteps: 80\n', ['source.fixAll'])).toHaveLength(1));
  test('are offered only in their place', () => {
    const analysis = analyse('prompt: a\nsteps: 80\n');
    const at = { line: 0, character: 0 };
    expect(
      codeActions(analysis, findingsOf(analysis, knowledge), { uri, range: { start: at, end: at }, diagnostics: [] }),
    ).toEqual([]);
  });
});

test('a diagnostic names its rule and where the page of it is', () => {
  const analysis = analyse('prompt: a\nsteps: 80\n');
  expect(diagnostics(analysis, findingsOf(analysis, knowledge), uri, knowledge, links)).toEqual([
    {
      range: { start: { line: 1, character: 7 }, end: { line: 1, character: 9 } },
      severity: 2,
      source: 'sweetspot',
      code: 'steps-wasteful',
      codeDescription: { href: 'file:///pages/rules/steps-wasteful.md' },
      message: 'Most models gain little past 30 steps; 80 costs 3.2 times as much as 25.',
    },
  ]);
});

test('what does nothing is shown faded', () => {
  const analysis = analyse('negative_prompt: blurry\nprompt: a\nsteps: 25\ncfg_scale: 1\n');
  const [negative, ...others] = diagnostics(analysis, findingsOf(analysis, knowledge), uri, knowledge, links);
  expect(others).toEqual([]);
  expect(negative).toMatchObject({ code: 'negative-prompt-ignored', severity: 4, tags: [1] });
});

test('lenses stand on each step count and render it', () => {
  const lenses = codeLenses(analyse('- {prompt: a, steps: 8}\n- {prompt: b, steps: 9}\n'), uri);
  expect(lenses.map(({ range, command }) => [range.start.line, command?.command, command?.arguments])).toEqual(
    [0, 1].flatMap((line) =>
      ['sweetspot.preview', 'sweetspot.compareSteps', 'sweetspot.findSweetSpot'].map((command) => [
        line,
        command,
        [{ uri, position: { line, character: 14 } }],
      ]),
    ),
  );
});

describe('pages', () => {
  test.each(listPages(knowledge))('$kind $id opens with its title', ({ kind, id, title }) => {
    expect(page(kind, id, knowledge)?.markdown.startsWith(`# ${title}\n`)).toBe(true);
  });
  test('the guide lists ranges, models, spellings and sources', () => {
    const markdown = page('guide', 'inference_steps', knowledge)?.markdown ?? '';
    for (const part of [
      '| Mid | 20-30 |',
      '| FLUX.1 schnell | 1-4 | 4 | 2 |',
      '| `num_inference_steps` | diffusers',
      '## Sources',
    ])
      expect(markdown).toContain(part);
  });
  test('there is none for unknown names', () => expect(page('guide', 'nope', knowledge)).toBeNull());
});
