/** Completion by the bundled server: a text with a cursor in each language, and what it becomes when the first item is taken. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type CompletionList,
  CompletionRequest,
  CompletionTriggerKind,
  type Position,
  type TextEdit,
} from 'vscode-languageserver/node';
import { PULLS, startClient, type TestClient } from '../support/language-client.ts';
import { placeAtCursor } from '../support/marked.ts';

const uri = 'file:///config';
let client: TestClient;
beforeAll(async () => {
  client = await startClient({ capabilities: { ...PULLS, workspace: { configuration: true } } });
});
afterAll(async () => expect(await client.stop()).toBe(0));

async function completed(position: Position, character?: string): Promise<CompletionList | null> {
  const context = character
    ? { triggerKind: CompletionTriggerKind.TriggerCharacter, triggerCharacter: character }
    : { triggerKind: CompletionTriggerKind.Invoked };
  const found = await client.connection.sendRequest(CompletionRequest.type, {
    textDocument: { uri },
    position,
    context,
  });
  return found as CompletionList | null;
}

async function first(language: string, source: string, character?: string): Promise<string | null> {
  const { text, place } = placeAtCursor(source);
  await client.open(uri, text, language);
  const list = await completed(place, character);
  await client.close(uri);
  const item = list?.items[0];
  if (!item) return null;
  const { range, newText } = item.textEdit as TextEdit;
  const lines = text.split('\n');
  const line = lines[range.start.line];
  lines[range.start.line] = line.slice(0, range.start.character) + newText + line.slice(range.end.character);
  return lines.join('\n');
}

test('is offered', () => {
  expect(client.initialized.capabilities.completionProvider).toEqual({ triggerCharacters: ['"', ':', ' '] });
});

test.each([
  ['yaml', 'model: sdxl\nprompt: a\nsteps: ‸\n', 'model: sdxl\nprompt: a\nsteps: 25\n'],
  ['yaml', 'jobs: [{model: sdxl, prompt: a, steps: ‸}]\n', 'jobs: [{model: sdxl, prompt: a, steps: 25}]\n'],
  ['json', '{"model": "sdxl", "prompt": "a", "steps": ‸}', '{"model": "sdxl", "prompt": "a", "steps": 25}'],
  [
    'jsonc',
    '{"model": "sdxl", // it\n"prompt": "a", "steps": ‸',
    '{"model": "sdxl", // it\n"prompt": "a", "steps": 25',
  ],
  [
    'yaml',
    'model: sdxl\nprompt: a\nguidance_scale: 7\nnum‸',
    'model: sdxl\nprompt: a\nguidance_scale: 7\nnegative_prompt: ""',
  ],
  ['json', '{"name": "a", "ver‸": "1"}', null],
  ['yaml', 'on: push\njobs: ‸\n', null],
])('%s %s', async (language, source, result) => expect(await first(language, source)).toBe(result));

describe('a blank', () => {
  test('asks behind a colon', async () => {
    expect(await first('yaml', 'model: sdxl\nprompt: a\nsteps: ‸\n', ' ')).toContain('steps: 25');
  });
  test('asks for nothing where a key may stand', async () => {
    expect(await first('json', '{"model": "sdxl", "prompt": "a", "steps": 25, ‸}', ' ')).toBeNull();
  });
});

test('after an edit it is the edited text that counts', async () => {
  await client.open(uri, 'model: sdxl\nprompt: a\nsteps: \n');
  expect((await completed({ line: 2, character: 7 }))?.items[0].label).toBe('25');
  await client.change(uri, 2, { start: { line: 0, character: 7 }, end: { line: 0, character: 11 } }, 'FLUX.1-schnell');
  expect((await completed({ line: 2, character: 7 }))?.items[0].label).toBe('4');
  await client.close(uri);
});

test('is turned off in the settings', async () => {
  await client.configure({ completion: { enable: false } });
  expect(await first('yaml', 'model: sdxl\nprompt: a\nsteps: ‸\n')).toBeNull();
  await client.configure({});
});
