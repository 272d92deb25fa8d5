/** What can be changed where nothing is wrong: the cursor is at `|`; each line says what is offered and what the text is afterwards. */
import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { rewrites, STEPS_SWITCH } from '../../../server/src/features/rewrites.ts';
import { analyse, knowledge } from '../../support/knowledge.ts';

function offered(marked: string, only?: readonly string[]): string[] {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const analysis = analyse(text, text.startsWith('{') ? 'json' : 'yaml');
  const at = analysis.lines.position(offset);
  const document = TextDocument.create('u', '', 1, text);
  return rewrites(analysis, { uri: 'u', range: { start: at, end: at }, only }, knowledge).map(
    ({ title, edit }) => `${title} -> ${TextDocument.applyEdits(document, edit?.changes?.u ?? [])}`,
  );
}

describe('the step count of a draft and the final one', () => {
  test.each([
    [
      'either, where it is neither',
      '{"model": "sdxl", "prompt": "a", "steps": "8|0"}',
      ['{"model": "sdxl", "prompt": "a", "steps": "12"}', '{"model": "sdxl", "prompt": "a", "steps": "25"}'],
    ],
    [
      'the final one of a draft',
      'model: sdxl\nprompt: a\nsteps: |12 # why\n',
      ['model: sdxl\nprompt: a\nsteps: 25 # why\n'],
    ],
    ['the draft of the final one', 'model: sdxl\nprompt: a\n|steps: 25\n', ['model: sdxl\nprompt: a\nsteps: 12\n']],
    ['none of a model that has one count', 'model: sdxl_lightning_4step\nprompt: a\nsteps: |9\n', []],
    ['none elsewhere', 'model: sdxl\nprompt: a|\nsteps: 25\n', []],
    ['none of another pass', 'model: sdxl\nprompt: a\nsteps: 25\nhr_second_pass_steps: |30\n', []],
  ])('%s', (_, text, after) => expect(offered(text).map((each) => each.split(' -> ')[1])).toEqual(after));

  test('wherever the cursor is in the generation, when asked for by name', () =>
    expect(offered('model: sdxl\nprompt: a|\nsteps: 25\n', [STEPS_SWITCH])).toEqual([
      'Set to the draft count: 12 -> model: sdxl\nprompt: a\nsteps: 12\n',
    ]));

  test('not where something else is asked for', () =>
    expect(offered('model: sdxl\nprompt: a\nsteps: |25\n', ['quickfix'])).toEqual([]));
});

describe("the program's own word for a key", () => {
  const diffusers = 'pipeline: StableDiffusionXLPipeline\nprompt: a\nnum_inference_steps: 25\n';
  test.each([
    ['another tool has', `${diffusers}cfg_s|cale: 7\n`, [`${diffusers}guidance_scale: 7\n`]],
    ['is written beside it', `${diffusers}cfg_s|cale: 7\nguidance_scale: 7\n`, []],
    ['it is called by', `${diffusers}guidance_s|cale: 7\n`, []],
    ['no program is known for', 'prompt: a\nsteps: 20\ncfg_s|cale: 7\n', []],
    ['a graph has for an input', '{"1": {"class_type": "KSampler", "inputs": {"steps": 20, "c|fg": 7}}}', []],
  ])('%s', (_, text, after) =>
    expect(offered(text, ['refactor.rewrite.sweetspot.key']).map((each) => each.split(' -> ')[1])).toEqual(after),
  );
});
