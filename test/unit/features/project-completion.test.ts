/** Completion in a project file, one line a case: the cursor is at `|`. */
import { describe, expect, test } from 'vitest';
import { completeProject } from '../../../server/src/features/completion/project.ts';
import { SourceText } from '../../../server/src/syntax/text.ts';
import { knowledge } from '../../support/knowledge.ts';

function offered(marked: string) {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  return completeProject(text, new SourceText(text).position(offset), knowledge)?.items ?? [];
}

describe('what a project file may say', () => {
  test.each([
    ['at the top', '|', ['rules', 'ignore', 'models', 'aliases', 'guides', 'folders', 'drafts']],
    ['half typed', 'ig|', ['rules', 'ignore']],
    ['what is there already is left out', 'rules:\n  key-typo: off\n|', ['ignore', 'models']],
    ['rules', 'rules:\n  |', ['steps-wasteful', 'key-typo']],
    ['severities', 'rules:\n  steps-wasteful: |', ['default', 'error', 'warning', 'information', 'hint', 'off']],
    ['of an ignored place', 'ignore:\n  - files: a/**\n    |', ['rules', 'at', 'why']],
    ['in braces', 'ignore:\n  - { files: a, ru|', ['rules', 'at', 'why']],
    [
      'rules that say nothing there',
      'ignore:\n  - files: a\n    rules: [steps-wasteful, |',
      ['steps-wasteful', 'key-typo'],
    ],
    ['rules of a list below', 'ignore:\n  - files: a\n    rules:\n      - |', ['steps-wasteful']],
    ['a model', 'models:\n  - |', ['name', 'match', 'like', 'kind', 'lora', 'steps', 'guidance']],
    ['its figures', 'models:\n  - name: Ours\n    steps: { sw|', ['sweet', 'default', 'draft']],
    ['what it is made from', 'models:\n  - name: Ours\n    like: sd|', ['sdxl', 'flux1-dev']],
    ['of what kind', 'models:\n- kind: |', ['image', 'video', 'audio']],
    ['yes or no', 'models:\n  - lora: |', ['true', 'false']],
    ['settings that keys mean', 'aliases:\n  house_steps: inf|', ['inference_steps', 'guidance_scale']],
    ['settings with a note', 'guides:\n  |', ['inference_steps']],
    ['programs', 'folders:\n  - files: a\n    program: |', ['comfyui', 'diffusers']],
  ])('%s', (_, text, wanted) =>
    expect(offered(text).map(({ label }) => label)).toEqual(expect.arrayContaining(wanted)),
  );

  test.each([
    ['what is there already', 'rules:\n  key-typo: off\n|', 'rules'],
    ['what another item has', 'ignore:\n  - files: a\n    why: b\n  - files: c\n    |', 'files'],
    ['programs that are none', 'folders:\n  - program: |', 'any'],
  ])('but not %s', (_, text, unwanted) => expect(offered(text).map(({ label }) => label)).not.toContain(unwanted));

  test('an item begins anew', () =>
    expect(offered('ignore:\n  - files: a\n    why: b\n  - |').map(({ label }) => label)).toContain('why'));

  test.each(['# ru|', 'models:\n  - name: |', 'x: |', 'models:\n  - name: Ours # |'])(
    'nothing is known of %j',
    (text) => expect(offered(text)).toEqual([]),
  );

  test('a key comes with its colon, and says what it is for', () =>
    expect(offered('models:\n  - name: Ours\n    ma|').find(({ label }) => label === 'match')).toMatchObject({
      documentation: expect.stringContaining('Names in configs'),
      textEdit: { newText: 'match: ', range: { start: { line: 2, character: 4 }, end: { line: 2, character: 6 } } },
    }));
});
