/** The card of a model's name, the change that gives a file what its model wants, the outline and the hints beside values. */
import { describe, expect, test } from 'vitest';
import { labelOf, symbolsOf } from '../../../server/src/features/generations.ts';
import { plainText } from '../../../server/src/features/markdown.ts';
import { modelCard } from '../../../server/src/features/model/card.ts';
import { modelSettings } from '../../../server/src/features/model/settings.ts';
import { valueHints } from '../../../server/src/features/value-hints.ts';
import { analyse, knowledge } from '../../support/knowledge.ts';
import { atCursor } from '../../support/marked.ts';

const JOB = 'model: ‸stabilityai/sdxl\nprompt: a lighthouse\nsteps: 80\nguidance_scale: 7\nwidth: 512\nheight: 512\n';
const GRAPH = `{"3": {"class_type": "KSampler", "_meta": {"title": "Sampler 2"}, "inputs": {"steps": 80, "cfg": 7, "model": ["4", 0]}},
 "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "‸sd_xl_base_1.0.safetensors"}}}`;
const WORKFLOW = `{"nodes": [
  {"id": 1, "type": "KSampler", "title": "Second pass", "mode": 0, "inputs": [], "outputs": [], "widgets_values": [1, "fixed", 20, 7, "euler", "normal", 0.5]}
], "links": []}`;

function card(source: string): string {
  const { text, offset } = atCursor(source);
  const found = modelCard(analyse(text), offset, knowledge);
  return (found?.contents as { value: string } | undefined)?.value ?? '';
}

function applied(source: string, previews: boolean) {
  const { text, offset } = atCursor(source);
  const analysis = analyse(text);
  const at = analysis.lines.position(offset);
  return modelSettings(analysis, { uri: 'file:///a', range: { start: at, end: at }, previews }, knowledge)[0];
}

describe('the card of a model', () => {
  test('says what the model is, what it wants, what the file says and from where', () => {
    const text = card(JOB);
    expect(text).toContain('#### SDXL \u2002`stabilityai/sdxl`');
    expect(text).toMatch(/\| Inference steps \| 20-30, best start 25 \| `80` \|/);
    expect(text).toMatch(/\| Width and height \| 1024 x 1024.* \| `512 x 512` \|/);
    expect(text).toContain('**Sources**');
    expect(text).toContain('80 costs 3.2 times as much as 25');
  });
  test('says what does not go together, not what is misspelled', () => {
    expect(card(JOB.replace('width', 'widht'))).not.toContain('widht');
  });
  test('is there in graphs, and for names that are known only', () => {
    expect(card(GRAPH)).toContain('#### SDXL');
    expect(card('model: ‸mine/unknown\nprompt: a\nsteps: 20\n')).toBe('');
    expect(card('model: sdxl\nprompt: ‸a\nsteps: 20\n')).toBe('');
  });
  test('of a LoRA says what suits while it is loaded, and at which weight', () => {
    const text = card(
      'model: sdxl\nprompt: a\nloras:\n  - path: ‸sdxl_lightning_4step_lora\n    weight: 0.5\nsteps: 25\n',
    );
    expect(text).toContain('A LoRA that lets a model finish in few steps.');
    expect(text).toContain('| LoRA weight | 1 | `0.5` |');
    expect(text).toMatch(/Inference steps \| 4.*`25`/);
    expect(card('model: sdxl\nprompt: a\nloras:\n  - path: ‸pixel-art\nsteps: 25\n')).toBe('');
  });
  test('shows words of a file as words', () => {
    expect(card('model: "‸sdxl/[x](command:y)"\nprompt: a\nsteps: 20\n')).not.toMatch(/(?<!`[^`]*)\[x\]\(command/);
  });
});

describe('the settings of a model', () => {
  test('are set at once, each as the file writes it, and those that suit stay', () => {
    const action = applied(JOB, false);
    expect(action?.title).toBe('Use the settings of SDXL');
    expect(action?.edit?.changes?.['file:///a'].map(({ newText }) => newText)).toEqual(['25', '1024', '1024']);
  });
  test('are shown before they are set, where the client can', () => {
    const { edit } = applied(JOB, true) ?? {};
    expect(Object.values(edit?.changeAnnotations ?? {})).toEqual([
      { label: 'steps: 80 → 25' },
      { label: 'width: 512 → 1024' },
      { label: 'height: 512 → 1024' },
      { label: 'Use the settings of SDXL', needsConfirmation: true },
    ]);
  });
  test('of what is right already, nothing is offered', () => {
    expect(applied('model: ‸sdxl\nprompt: a\nsteps: 25\nguidance_scale: 7\n', false)).toBeUndefined();
  });
});

describe('the outline', () => {
  test.each([
    [GRAPH.replace('‸', ''), 'Sampler 2 · SDXL · 80 steps'],
    [JOB.replace('‸', ''), 'a lighthouse · SDXL · 80 steps'],
    [WORKFLOW, 'Second pass · 20 steps'],
    // What nobody named has its number: there may be ten of them.
    [WORKFLOW.replace('"title": "Second pass", ', ''), 'KSampler #1 · 20 steps'],
    [GRAPH.replace('‸', '').replace('Sampler 2', 'KSampler'), 'KSampler #3 · SDXL · 80 steps'],
  ])('%s', (text, name) => {
    const analysis = analyse(text);
    expect(symbolsOf(analysis, knowledge).map((symbol) => symbol.name)).toEqual([name]);
    expect(labelOf(analysis.reading.generations[0], knowledge)).toBe(name);
  });
});

test('hints name the bare numbers of a workflow, and say what runs', () => {
  const analysis = analyse(WORKFLOW);
  const all = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
  const hints = (choice = { names: true, effective: false, sweetSpot: false }) =>
    valueHints(analysis, all, choice, knowledge).map(({ label }) => label);
  expect(hints()).toEqual(expect.arrayContaining(['seed:', 'steps:', 'cfg:', 'denoise:']));
  expect(hints({ names: false, effective: true, sweetSpot: false })).toEqual([]);
  const part = analyse(
    '{"prompt": "a", "steps": 20, "denoising_strength": 0.5, "init_images": ["x"], "override_settings": {"sd_model_checkpoint": "sdxl"}}',
  );
  expect(
    valueHints(part, all, { names: true, effective: true, sweetSpot: true }, knowledge).map(({ label }) => label),
  ).toEqual(['runs 11 · 20-30 suit SDXL']);
});

test('plain text has no marks of Markdown in it', () => {
  expect(
    plainText(
      '#### A \u2002`b`\n\n**8 \\* 2** &lt;x&gt;\n\n| | V |\n|:--|:--|\n| **m** | 1 |\n\n*Measured.*\n[Guide](command:x)',
    ),
  ).toBe('A \u2002b\n\n8 * 2 <x>\n\nV\nm · 1\n\nMeasured.\nGuide');
});
