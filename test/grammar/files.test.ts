/** Where prompts are found in files, and that nothing else changes in them. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Host, hosts } from './hosts.ts';
import { hostScopes, languageOf } from './scopes.ts';
import { type Language, promptScope, type Token, tokenizer } from './tokenizer.ts';

const samples = new URL('samples/', import.meta.url);

/** The text with a line under each line that has prompt syntax: a mark under every character that got a name. */
function marked(text: string, tokens: readonly Token[][]): string {
  return text
    .split('\n')
    .flatMap((line, index) => {
      const marks = tokens[index]
        .map((token) => (promptScope(token) === undefined ? ' ' : '^').repeat(token.end - token.start))
        .join('')
        .trimEnd();
      return marks === '' ? [line] : [line, marks];
    })
    .join('\n');
}

/** Constructs that are cut off or closed only behind their string. */
const broken = [
  '(a',
  '((a:1.2',
  '[a:b',
  '[a|',
  '{a|b',
  '{2$$',
  '<lora:a',
  '<lora:a:0.8',
  '__a',
  'embedding:',
  'a:1.2',
  'BREAK (',
];
/** Files with a prompt that ends where `after` begins, which would close what is open. */
const around: [string, Language, (prompt: string) => string][] = [
  ['JSON', 'json', (prompt) => `{"prompt": "${prompt}", "after": "c:1.2)]}>__ (d:1.2) BREAK"}`],
  ['a JSON list', 'json', (prompt) => `{"prompts": ["${prompt}"], "after": "c:1.2)]}>__ (d:1.2) BREAK"}`],
  ['JSON text', 'json', (prompt) => `{"text": "${prompt}", "after": "c:1.2)]}>__ (d:1.2) BREAK"}`],
  ['plain YAML', 'yaml', (prompt) => `prompt: x ${prompt} # c:1.2)]}>__\nafter: c:1.2)]}>__ (d:1.2) BREAK`],
  ['quoted YAML', 'yaml', (prompt) => `prompt: "${prompt}" # c:1.2)]}>__\nafter: c:1.2)]}>__ (d:1.2) BREAK`],
  ['single-quoted YAML', 'yaml', (prompt) => `prompt: '${prompt}' # c:1.2)]}>__\nafter: c:1.2)]}>__ (d:1.2) BREAK`],
  ['block YAML', 'yaml', (prompt) => `prompt: |\n  ${prompt}\nafter: c:1.2)]}>__ (d:1.2) BREAK`],
  ['a YAML list', 'yaml', (prompt) => `prompts:\n  - x ${prompt}\nafter: c:1.2)]}>__ (d:1.2) BREAK`],
  ['a YAML flow', 'yaml', (prompt) => `- {prompt: "${prompt}", after: "c:1.2)]}>__ (d:1.2) BREAK"}`],
];

// The grammars of the real VS Code are there once it is set up (npm test does so); the other hosts always are.
describe.each(hosts.filter(({ grammars }) => grammars !== undefined))('$name', (host: Host) => {
  const withOurs = tokenizer(host);
  const alone = tokenizer(host, { injected: false });

  test.each(readdirSync(samples))('prompts of %s', async (file) => {
    const text = readFileSync(new URL(file, samples), 'utf8');
    const tokens = await withOurs(languageOf(file), text);
    await expect(marked(text, tokens)).toMatchFileSnapshot(`snapshots/${file}.txt`);
  });

  test.each(readdirSync(samples))('all else of %s, cut off anywhere', async (file) => {
    const whole = readFileSync(new URL(file, samples), 'utf8');
    for (let end = whole.length; end > 0; end -= 7) {
      const text = whole.slice(0, end);
      expect(hostScopes(text, await withOurs(languageOf(file), text))).toEqual(
        hostScopes(text, await alone(languageOf(file), text)),
      );
    }
  });

  test.each(around)('what is broken ends with its string, in %s', async (_, language, file) => {
    for (const prompt of broken) {
      const text = file(prompt);
      const lines = await withOurs(language, text);
      const last = text.split('\n').length - 1;
      const after = lines[last].filter(({ start }) => start >= (text.split('\n').at(-1) ?? '').indexOf('after'));
      expect(after.map(promptScope).filter(Boolean), text).toEqual([]);
      const comments = lines.flat().filter(({ scopes }) => scopes.some((scope) => scope.startsWith('comment')));
      expect(comments.map(promptScope).filter(Boolean), text).toEqual([]);
    }
  });
});
