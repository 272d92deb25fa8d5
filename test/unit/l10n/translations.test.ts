/** Everything that code says to people can be said in another language, and each language that is there says all of it. */
import { readdirSync, readFileSync } from 'node:fs';
import { config } from '@vscode/l10n';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { besides, callsIn } from '../../../build/texts.ts';
import { statusLabel } from '../../../client/src/preview/labels.ts';
import { NOTHING_YET } from '../../../client/src/preview/view.ts';
import { createService } from '../../../server/src/service/index.ts';
import { knowledge } from '../../support/knowledge.ts';
import { hasWords, sourcesIn, textsOfData } from '../../support/wording.ts';

type Texts = Readonly<Record<string, string>>;

const textsIn = (file: string): Texts => JSON.parse(readFileSync(file, 'utf8')) as Texts;
const client = sourcesIn('client');
/** What the server says: the command line's own words are English, and so are its tools', which agents read. */
const server = sourcesIn('server/src').filter(({ file }) => !/\/(cli|tools|library|schema)\//.test(file));
const called = [...client, ...server].flatMap(({ file, source }) => callsIn(source).map((call) => ({ file, ...call })));
const english = [
  ...new Set([...called.flatMap(({ text }) => (text !== null && hasWords(text) ? [text] : [])), ...textsOfData()]),
];

/** `{0}` and `{1}` of a text, or names in braces, however often and in whatever order. */
const placesIn = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort();
/** What a text lets people click: links to commands, settings, code. */
const linksIn = (text: string): string[] => (text.match(/\(command:[^)]+\)|`#[^#]+#`/g) ?? []).sort();

describe('what is said', () => {
  test('is given to be translated word for word', () => {
    expect(english.length).toBeGreaterThan(1000);
    const pages = called.filter(({ file }) => file.startsWith('client'));
    expect(pages.filter(({ text }) => text === null)).toEqual([]);
  });

  /** Words that no person reads in passing: the log, slips of ours, what agents hear, what a style sheet or VS Code looks for. */
  const OF_OTHERS =
    /\b(log|services\.log)\(([^;]*?);|log\.(warn|error)\([^;]*;|new (Range|Type)?Error\([^;]*;|new DOMException\([^;]*;|new TooComplex\([^;]*;/g;
  const NAMES = [
    ...['sweetspot check', 'sweetspot render', '@ext:sweetspot.sweetspot preview'],
    ...['save icon', 'live running', 'figure button'],
    ...['ComfyUI API graph', 'ComfyUI workflow', 'SwarmUI workflow', 'InvokeAI workflow', 'OpenAI-style image server'],
    'Stable Diffusion web UI (AUTOMATIC1111, Forge, SD.Next)',
    // Commands of other editors, which name no language.
    'Render as Configured',
    // Headings and keys in files, forms of values.
    ...['What it does', 'CFG scale', 'Schedule type', 'Clip skip', 'Run widget replace on values', 'Node name for S&R'],
    // What ws says, which is told apart by it.
    'Opening handshake has timed out',
    ...['boolean string number', 'string number', "default-src 'none'; img-src data:; style-src 'unsafe-inline'"],
    // What a client hears that is wrong itself, and the reasons of a crash.
    ...['Unhandled method ${method}', 'The server is shutting down.', 'exit code ${code}'],
    ...['${name} wants [{ uri, position }]: where the settings are.', 'a message that can not be read'],
    '${name} wants [{ uri, range }]: what is to be shown.',
    "sweetspot: ends, since what its client sends can't be read: ${fault}.",
    ...[
      'a message of ${length} bytes is more than can be read',
      '"${shown}" is no header with the length of a message',
    ],
    "${method}: ${v.getDotPath(issue) ?? 'all of it'} should be ${issue.expected ?? 'something else'}.",
  ];
  const sentencesOf = (source: string): string[] => {
    const rest = besides(source).replace(OF_OTHERS, '');
    const quoted = [...rest.matchAll(/'((?:\\.|[^'\\\n])*)'|"((?:\\.|[^"\\\n])*)"|`((?:\\.|[^`\\\n])*)`/g)];
    return quoted
      .map(([, a, b, c]) => a ?? b ?? c)
      .filter((text) => /[A-Za-z]{2,} [a-z]{2,}/.test(text) && !NAMES.includes(text) && !text.startsWith('<'));
  };

  test.each(client)('leaves no sentence of $file untranslated', ({ source }) => {
    expect(sentencesOf(source)).toEqual([]);
  });

  test('leaves no sentence of the server untranslated', () => {
    // What schemas describe is in files: of project files, which YAML's extension reads, and of our own data.
    const speaking = server.filter(({ file }) => !/schema\.ts$/.test(file));
    expect(speaking.flatMap(({ file, source }) => sentencesOf(source).map((text) => `${file}: ${text}`))).toEqual([]);
  });

  test.each(client.filter(({ file }) => file.endsWith('x')))(
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

  test('each text keeps its places', () => {
    const lost = Object.entries(bundle).filter(
      ([text, said]) => `${placesIn(said)}` !== `${placesIn(text)}` || said.endsWith('…') !== text.endsWith('…'),
    );
    expect(lost).toEqual([]);
  });

  test('each text of package.json keeps its links', () => {
    const lost = Object.entries(manifest).filter(
      ([key, said]) => `${linksIn(said)}` !== `${linksIn(texts[key] ?? '')}`,
    );
    expect(lost).toEqual([]);
  });
});

describe('in German', () => {
  beforeEach(() => config({ contents: readFileSync('l10n/bundle.l10n.de.json', 'utf8') }));
  afterEach(() => config({ contents: {} }));

  const text = 'model: stabilityai/stable-diffusion-xl-base-1.0\nprompt: x\nnum_inference_steps: 80\n';

  test('a page speaks', () => expect(statusLabel(NOTHING_YET)).toBe('Noch nichts gerendert'));

  test('a finding and its fix speak', () => {
    const service = createService(knowledge);
    const [{ message, fixes }] = service.findings(service.analyse(text, 'yaml'));
    expect(message).toBe('SDXL gewinnt über 30 Schritte hinaus wenig; 80 kostet 3.2-mal so viel wie 25.');
    expect(fixes[0].title).toBe('Auf 25 setzen (SDXL)');
  });
});
