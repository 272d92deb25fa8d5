/** Our grammars change nothing but prompts in the files of the corpus. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hosts } from '../grammar/hosts.ts';
import { hostScopes, languageOf } from '../grammar/scopes.ts';
import { tokenizer } from '../grammar/tokenizer.ts';

const corpus = new URL('../../../shared/corpus/dev/', import.meta.url);

// The grammars of the real VS Code are there once it is set up (npm test does so); the other hosts always are.
test.each(hosts.filter(({ grammars }) => grammars !== undefined))('$name', { timeout: 120_000 }, async (host) => {
  const withOurs = tokenizer(host);
  const alone = tokenizer(host, { injected: false });
  const files = readdirSync(corpus).filter((file) => /\.(jsonc?|ya?ml)$/.test(file));
  expect(files.length).toBeGreaterThan(50);
  for (const file of files) {
    const text = readFileSync(new URL(file, corpus), 'utf8');
    if (text.length > 200_000) continue;
    const ours = hostScopes(text, await withOurs(languageOf(file), text));
    expect(ours, file).toEqual(hostScopes(text, await alone(languageOf(file), text)));
  }
});
