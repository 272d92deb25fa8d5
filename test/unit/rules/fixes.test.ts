/** Fixes of rules as an editor gets them: what is replaced, with its quotes, and which is offered first. */
import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { codeActions } from '../../../server/src/features/code-actions.ts';
import { analyse, find } from '../../support/knowledge.ts';

/** Each quick fix of a code as `title -> text afterwards`, the preferred one marked with a star. */
function fixes(code: string, text: string): string[] {
  const analysis = analyse(text);
  const document = TextDocument.create('u', 'yaml', 1, text);
  const whole = { start: { line: 0, character: 0 }, end: analysis.lines.position(text.length) };
  const findings = find(text).filter((finding) => finding.code === code);
  return codeActions(analysis, findings, { uri: 'u', range: whole, diagnostics: [], only: ['quickfix'] }).map(
    ({ title, isPreferred, edit }) =>
      `${isPreferred ? '*' : ''}${title} -> ${TextDocument.applyEdits(document, edit?.changes?.u ?? [])}`,
  );
}

describe('fixes', () => {
  test.each([
    [
      'block',
      'common: {steps: 30}\njobs:\n  - model: flux1-schnell\n    prompt: a\n  - model: sdxl\n    prompt: b\n',
      'common: {steps: 30}\njobs:\n  - steps: 4\n    model: flux1-schnell\n    prompt: a\n  - model: sdxl\n    prompt: b\n',
    ],
    [
      'merge',
      'd: &d {steps: 30, seed: 1}\na:\n  <<: *d\n  model: flux1-schnell\n  prompt: a\nb: {<<: *d, model: sdxl, prompt: b}\n',
      'd: &d {steps: 30, seed: 1}\na:\n  <<: *d\n  steps: 4\n  model: flux1-schnell\n  prompt: a\nb: {<<: *d, model: sdxl, prompt: b}\n',
    ],
    [
      'one line of JSON',
      '{"common": {"steps": 30}, "a": {"model": "flux1-schnell", "prompt": "a"}, "b": {"model": "sdxl", "prompt": "b"}}',
      '{"common": {"steps": 30}, "a": {"steps": 4, "model": "flux1-schnell", "prompt": "a"}, "b": {"model": "sdxl", "prompt": "b"}}',
    ],
    [
      'lines of JSON',
      '{"common": {"steps": 30},\n\t"a": {\n\t\t"model": "flux1-schnell",\n\t\t"prompt": "a"},\n\t"b": {"model": "sdxl", "prompt": "b"}}',
      '{"common": {"steps": 30},\n\t"a": {\n\t\t"steps": 4,\n\t\t"model": "flux1-schnell",\n\t\t"prompt": "a"},\n\t"b": {"model": "sdxl", "prompt": "b"}}',
    ],
  ])('a count that does not suit all is written into the job: %s', (_, text, after) =>
    expect(fixes('steps-wasteful', text).map((fix) => fix.split(' -> ')[1])).toEqual([after]),
  );
  test('a key keeps its quotes', () =>
    expect(
      fixes(
        'steps-key-ignored',
        '{"prompt": "a", "num_inference_steps": 25, "enable_hr": true, "override_settings": {}}',
      ),
    ).toEqual(['*Rename to steps -> {"prompt": "a", "steps": 25, "enable_hr": true, "override_settings": {}}']));
  test('of several values the nearest is preferred', () =>
    expect(
      fixes('size-multiple', 'model: black-forest-labs/FLUX.1-dev\nprompt: a\nsteps: 25\nwidth: 1000\nheight: 1024\n'),
    ).toEqual([
      '*Set to 992 -> model: black-forest-labs/FLUX.1-dev\nprompt: a\nsteps: 25\nwidth: 992\nheight: 1024\n',
      'Set to 1008 -> model: black-forest-labs/FLUX.1-dev\nprompt: a\nsteps: 25\nwidth: 1008\nheight: 1024\n',
    ]));
  test('of two counts that disagree either can be kept, or neither', () =>
    expect(
      fixes('steps-conflict', 'model: sdxl # it\nprompt: a\nsteps: 90 # why\nnum_inference_steps: "25"\nseed: 1\n'),
    ).toEqual([
      '*Set steps to 25 (as num_inference_steps says) -> model: sdxl # it\nprompt: a\nsteps: 25 # why\nnum_inference_steps: "25"\nseed: 1\n',
      'Set num_inference_steps to 90 (as steps says) -> model: sdxl # it\nprompt: a\nsteps: 90 # why\nnum_inference_steps: "90"\nseed: 1\n',
      "Remove both: the program's own default counts -> model: sdxl # it\nprompt: a\n# why\nseed: 1\n",
    ]));
  test('a text is emptied, not removed', () =>
    expect(
      fixes('negative-prompt-ignored', '{"prompt": "a", "negative_prompt": "blurry", "steps": 4, "cfg_scale": 1}'),
    ).toEqual(['*Empty the negative prompt -> {"prompt": "a", "negative_prompt": "", "steps": 4, "cfg_scale": 1}']));
});

test('a format that has numbers for samplers is given the number of one that suits, and no name', () => {
  const configuration = { batchCount: 1, seedMode: 2, hiresFix: false, model: 'wan_v2.1_14b_720p_q6p_svd.ckpt' };
  const text = JSON.stringify([
    { configuration: { ...configuration, sampler: 0, steps: 30, teaCacheMaxSkipSteps: 3 } },
  ]);
  const found = find(text);
  expect(found.map(({ code, fixes }) => [code, fixes.map(({ title, value }) => [title, value])])).toEqual([
    ['schedule-mismatch', [['Set to 15 (DPM++ 2M Trailing)', 15]]],
  ]);
});
