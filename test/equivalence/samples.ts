/** Texts to edit: our own in every form that a file can have, and other people's where they are at hand. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { JSON_LINES } from './json-lines-samples.ts';
import { JSONS } from './json-samples.ts';
import { YAML } from './yaml-samples.ts';

export interface Sample {
  readonly name: string;
  readonly languageId: 'json' | 'jsonc' | 'jsonl' | 'yaml' | 'plaintext';
  readonly text: string;
}

const OWN: readonly Sample[] = [
  ...Object.entries(YAML).map(([name, text]): Sample => ({ name, languageId: 'yaml', text })),
  ...Object.entries(JSONS).map(([name, text]): Sample => ({ name, languageId: 'json', text })),
  ...Object.entries(JSON_LINES).map(([name, text]): Sample => ({ name, languageId: 'jsonl', text })),
];

/** What else a file may be like. */
const FORMS: Readonly<Record<string, (sample: Sample) => Partial<Sample>>> = {
  'with CRLF': ({ text }) => ({ text: text.replaceAll('\n', '\r\n') }),
  'with CR': ({ text }) => ({ text: text.replaceAll('\n', '\r') }),
  'with mixed line breaks': ({ text }) => ({ text: text.replace(/\n(.*)\n/g, '\r\n$1\n') }),
  'with a byte order mark': ({ text }) => ({ text: `\ufeff${text}` }),
  'with a byte order mark inside': ({ text }) => ({ text: text.replace('\n', '\n\ufeff') }),
  'indented with tabs': ({ text }) => ({ text: text.replace(/^ +/gm, (spaces) => '\t'.repeat(spaces.length)) }),
  'in one line': ({ text }) => ({ text: text.replace(/\n */g, ' ') }),
  'without its end': ({ text }) => ({ text: text.slice(0, Math.floor(text.length * 0.7)) }),
  'one level in': ({ text }) => ({ text: `outer:\n${text.replace(/^(?=.)/gm, '  ')}last: 1\n` }),
  twice: ({ text }) => ({ text: `${text}${text}` }),
  'in a stream': ({ text }) => ({ text: `a: 1\n---\n${text}\n---\n${text}` }),
  'as a file of no known kind': () => ({ languageId: 'plaintext' }),
  'as the other kind': ({ languageId }) => ({ languageId: languageId === 'yaml' ? 'jsonc' : 'yaml' }),
};

/** Ours: most as they are written, the others in one form. The same in every checkout. */
export const ownSample: fc.Arbitrary<Sample> = fc
  .tuple(fc.constantFrom(...OWN), fc.option(fc.constantFrom(...Object.entries(FORMS)), { freq: 1 }))
  .map(([sample, form]) => {
    if (!form) return sample;
    const [name, change] = form;
    return { ...sample, ...change(sample), name: `${sample.name} ${name}` };
  });

const CORPUS = new URL('../../../shared/corpus/dev/', import.meta.url);
/** Larger ones take long to read anew, which every edit is compared with. */
const LARGEST = 2500;

/** Other people's; empty where there is no corpus beside the checkout. */
export const corpus: readonly Sample[] = existsSync(CORPUS)
  ? readdirSync(CORPUS)
      .filter((name) => /\.(json|ya?ml)$/.test(name) && name !== 'labels.json')
      .map((name): Sample => {
        const text = readFileSync(new URL(name, CORPUS), 'utf8');
        return { name, languageId: name.endsWith('.json') ? 'json' : 'yaml', text };
      })
      .filter(({ text }) => text.length <= LARGEST)
  : [];
