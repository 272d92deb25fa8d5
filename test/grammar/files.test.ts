/** Where prompts are found in files, and that nothing else changes in them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Host, hosts } from './hosts.ts';
import { type Language, promptScope, type Token, tokenizer } from './tokenizer.ts';

const samples = new URL('samples/', import.meta.url);
const corpus = new URL('../../../shared/corpus/dev/', import.meta.url);

function languageOf(file: string): Language {
  if (/\.ya?ml$/.test(file)) return 'yaml';
  return file.endsWith('c') ? 'jsonc' : 'json';
}

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

/** What the host calls each stretch of a line, ours and spaces left out. `meta` names only say where one is. */
function hostScopes(text: string, tokens: readonly Token[][]): string[][] {
  return text.split('\n').map((line, index) => {
    const stretches: string[] = [];
    let last = '';
    for (const { start, end, scopes } of tokens[index]) {
      if (line.slice(start, end).trim() === '') continue;
      const names = scopes.filter((scope) => !/\.prompt$|^meta\.|^punctuation\.whitespace/.test(scope)).join(' ');
      // A string of a .jsonc file is read by the grammar of JSON, whose names lack the ending.
      const name = names.replaceAll('.comments', '');
      if (name !== last) stretches.push(`${start + line.slice(start).search(/\S/)} ${name}`);
      last = name;
    }
    return stretches;
  });
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

  // A fresh clone elsewhere has no corpus; the samples hold the same forms.
  const files = existsSync(corpus) ? readdirSync(corpus).filter((file) => /\.(jsonc?|ya?ml)$/.test(file)) : [];
  if (files.length === 0) return;
  test('all else of the files of the corpus', { timeout: 120_000 }, async () => {
    for (const file of files) {
      const text = readFileSync(new URL(file, corpus), 'utf8');
      if (text.length > 200_000) continue;
      const ours = hostScopes(text, await withOurs(languageOf(file), text));
      expect(ours, file).toEqual(hostScopes(text, await alone(languageOf(file), text)));
    }
  });
});
