/** Everything that the extension says can be said in another language, and each language that is there says all of it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { config } from '@vscode/l10n';
import { afterEach, describe, expect, test } from 'vitest';
import { statusLabel } from '../../../client/src/preview/labels.ts';
import { NOTHING_YET } from '../../../client/src/preview/view.ts';

type Texts = Readonly<Record<string, string>>;

const textsIn = (file: string): Texts => JSON.parse(readFileSync(file, 'utf8')) as Texts;
const sources = readdirSync('client', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => ({ file, source: withoutComments(readFileSync(join('client', file), 'utf8')) }));

/** A call of `t`, with the text that it begins with where that stands there word for word. */
const CALLS = /(?<![\w.])t\(\s*(?:'((?:\\.|[^'\\\n])*)'|"((?:\\.|[^"\\\n])*)"|(?=(\S)))/g;
const translated = sources.flatMap(({ file, source }) =>
  [...source.matchAll(CALLS)].map(([call, single, double]) => ({ file, call, text: single ?? double })),
);
const english = [
  ...new Set(translated.flatMap(({ text }) => (text === undefined ? [] : [text.replace(/\\(.)/g, '$1')]))),
];

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

/** `{0}` and `{1}` of a text, however often and in whatever order. */
const placesIn = (text: string): string[] => [...new Set(text.match(/\{\d\}/g))].sort();
/** What a text lets people click: links to commands, settings, code. */
const linksIn = (text: string): string[] => (text.match(/\(command:[^)]+\)|`#[^#]+#`/g) ?? []).sort();

describe('what the extension says', () => {
  test('is given to be translated word for word', () => {
    expect(english.length).toBeGreaterThan(200);
    expect(translated.filter(({ text }) => text === undefined)).toEqual([]);
  });

  /** Words that no person reads in passing: the log, slips of ours, what agents hear, what a style sheet or VS Code looks for. */
  const OF_OTHERS =
    /\blog\.(warn|error)\([^;]*;|new Error\(`?'?(There is no canvas|There is no file|The page has no|.* is no picture of ours)[^;]*;/g;
  const NAMES = [
    ...['sweetspot check', 'sweetspot render', '@ext:sweetspot.sweetspot preview'],
    ...['save icon', 'live running', 'figure button'],
  ];

  test.each(sources)('leaves no sentence of $file untranslated', ({ source }) => {
    const rest = source.replace(CALLS, '').replace(OF_OTHERS, '');
    const quoted = [...rest.matchAll(/'((?:\\.|[^'\\\n])*)'|"((?:\\.|[^"\\\n])*)"|`((?:\\.|[^`\\\n])*)`/g)];
    const sentences = quoted.map(([, a, b, c]) => a ?? b ?? c).filter((text) => /[A-Za-z]{2,} [a-z]{2,}/.test(text));
    expect(sentences.filter((text) => !NAMES.includes(text) && !text.startsWith('<'))).toEqual([]);
  });

  test.each(sources.filter(({ file }) => file.endsWith('x')))(
    'leaves no word on the page of $file untranslated',
    ({ source }) => {
      const shown = [...source.matchAll(/>\s*([^<>{}=;()]*[A-Za-z]{2}[^<>{}=;()]*)\s*<\//g)].map(([, text]) =>
        text.trim(),
      );
      const named = [...source.matchAll(/\b(?:title|label|aria-label|heading|alt)="([^"]+)"/g)].map(([, text]) => text);
      expect([...shown, ...named]).toEqual([]);
    },
  );
});

describe('what package.json says', () => {
  const manifest = readFileSync('package.json', 'utf8');
  const { contributes } = JSON.parse(manifest) as { contributes: unknown };
  const texts = textsIn('package.nls.json');

  test('stands in package.nls.json, all of it and nothing more', () => {
    const keys = [...manifest.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key);
    expect([...new Set(keys)].sort()).toEqual(Object.keys(texts).sort());
  });

  /** What is read by agents, and names that are the same everywhere. */
  const UNTRANSLATED = ['Sweetspot', 'Choose'];

  test('leaves nothing for people in English only', () => {
    const left: string[] = [];
    const look = (value: unknown, key: string): void => {
      if (Array.isArray(value)) for (const each of value) look(each, key);
      else if (typeof value === 'object' && value !== null)
        for (const [name, each] of Object.entries(value)) if (name !== 'inputSchema') look(each, name);
      const isForPeople = /^(title|name|label|altText|displayName|category|(markdown|user)?[dD]escription)$/.test(key);
      if (isForPeople && typeof value === 'string' && !value.startsWith('%')) left.push(value);
    };
    look(contributes, '');
    expect(left.filter((text) => !UNTRANSLATED.includes(text) && !/^sweetspot_/.test(text))).toEqual([]);
  });
});

const languages = readdirSync('l10n').map((file) => /^bundle\.l10n\.(.+)\.json$/.exec(file)?.[1] ?? file);

test('German is complete', () => expect(languages).toContain('de'));

describe.each(languages)('in %s', (language) => {
  const bundle = textsIn(`l10n/bundle.l10n.${language}.json`);
  const manifest = textsIn(`package.nls.${language}.json`);
  const texts = textsIn('package.nls.json');

  test('everything is said, and nothing that is no longer asked for', () => {
    expect(Object.keys(bundle).sort()).toEqual([...english].sort());
    expect(Object.keys(manifest)).toEqual(Object.keys(texts));
    expect([...Object.values(bundle), ...Object.values(manifest)].filter((text) => text.trim() === '')).toEqual([]);
  });

  test.each(Object.entries(bundle))('"%s" keeps its places', (text, said) => {
    expect(placesIn(said)).toEqual(placesIn(text));
    expect(said.endsWith('…')).toBe(text.endsWith('…'));
  });

  test.each(Object.entries(manifest))('%s keeps its links', (key, said) => {
    expect(linksIn(said)).toEqual(linksIn(texts[key] ?? ''));
  });
});

describe('a page', () => {
  afterEach(() => config({ contents: {} }));

  test('speaks the language that it was given', () => {
    expect(statusLabel(NOTHING_YET)).toBe('Nothing rendered yet');
    config({ contents: readFileSync('l10n/bundle.l10n.de.json', 'utf8') });
    expect(statusLabel(NOTHING_YET)).toBe('Noch nichts gerendert');
  });
});
