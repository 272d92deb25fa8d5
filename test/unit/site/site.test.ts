/** The site: everything of the manifest and of data/ is in it, its links lead somewhere, and nothing comes from elsewhere. */
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { readFacts } from '../../../build/site/content/facts.ts';
import { drawnPictures, keptPictures } from '../../../build/site/pictures.ts';
import { makeSite } from '../../../build/site/site.ts';
import manifest from '../../../package.json' with { type: 'json' };
import texts from '../../../package.nls.json' with { type: 'json' };
import { data } from '../../support/knowledge.ts';

const { files, entries } = await makeSite(new Map());
const { starts } = await readFacts();
const pages = [...files].filter(([path]) => path.endsWith('.html'));
/** What is written beside the pages. */
const written = [
  'site.css',
  'site.js',
  'search.js',
  ...(await keptPictures()).map(({ path }) => path),
  ...drawnPictures(data),
];

interface Read {
  readonly path: string;
  readonly html: string;
  readonly ids: readonly string[];
  /** Where it leads, and what it loads. */
  readonly links: readonly string[];
  readonly text: string;
}

const read = new Map(
  pages.map(([path, html]): [string, Read] => {
    const values = (name: string) =>
      [...html.matchAll(new RegExp(` ${name}="([^"]*)"`, 'g'))].map(([, value]) => value.replaceAll('&amp;', '&'));
    const links = ['href', 'src', 'srcset'].flatMap(values);
    return [path, { path, html, ids: values('id'), links, text: plain(html) }];
  }),
);

function plain(html: string): string {
  return html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function page(path: string): Read {
  const found = read.get(path);
  if (!found) throw new Error(`The site has no ${path}.`);
  return found;
}

/** What `wrong` finds on each page, behind the page's name. */
function found(wrong: (page: Read) => readonly (string | undefined)[]): string[] {
  return [...read.values()].flatMap((each) => wrong(each).map((what) => `${each.path}: ${what}`));
}

describe('every page', () => {
  test('is well-formed, and has no anchor twice', () => {
    const errors = found(({ html }) => {
      const result = XMLValidator.validate(html.replace('<!DOCTYPE html>', ''));
      return result === true ? [] : [result.err.msg];
    });
    expect(errors).toEqual([]);
    expect(found(({ ids }) => ids.filter((id, at) => ids.indexOf(id) !== at))).toEqual([]);
  });

  test('has one title, landmarks, headings without gaps, and pictures with words', () => {
    const landmarks = ['<header', '<main id="content"', '<nav id="menu"', '<footer', 'href="#content"'];
    expect(found(({ html }) => landmarks.filter((landmark) => !html.includes(landmark)))).toEqual([]);
    expect(found(({ html }) => (html.match(/<h1>/g)?.length === 1 ? [] : ['not one title']))).toEqual([]);
    const gaps = found(({ html }) => {
      const levels = [...html.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
      return levels.filter((level, at) => at > 0 && level > levels[at - 1] + 1).map((level) => `h${level}`);
    });
    expect(gaps).toEqual([]);
    expect(found(({ html }) => html.match(/<img(?![^>]* alt=")[^>]*>/g) ?? [])).toEqual([]);
  });

  test('leads to places that there are', () => {
    const dead = found(({ path, links }) =>
      links
        .filter((link) => !/^https?:/.test(link))
        .filter((link) => {
          const [way, anchor] = link.split('#');
          const place = way === '' ? path : posix.join(posix.dirname(path), way);
          const isThere = files.has(place) || written.includes(place);
          return !isThere || (anchor !== undefined && !page(place).ids.includes(anchor));
        }),
    );
    expect(dead).toEqual([]);
  });

  test('loads nothing from elsewhere, and runs nothing that stands in it', () => {
    const foreign = /<(?:img|script|link|source)[^>]*"(?:https?:)?\/\/[^>]*>/g;
    expect(found(({ html }) => html.match(foreign) ?? [])).toEqual([]);
    const inline = /<script(?![^>]* src=)|<style| on\w+="| style="/g;
    expect(found(({ html }) => html.match(inline) ?? [])).toEqual([]);
    expect(found(({ html }) => (html.includes("default-src 'none'") ? [] : ['no policy']))).toEqual([]);
  });

  test('has no Markdown left over', () => {
    const left = found(({ html }) => {
      const prose = plain(html.replaceAll(/<(pre|code)[\s\S]*?<\/\1>/g, ''));
      return prose.match(/\]\(|\*\*[\w ]+\*\*|```|\{#|undefined|\[object|command:/g) ?? [];
    });
    expect(left).toEqual([]);
  });
});

describe('the reference', () => {
  const english: Readonly<Record<string, string>> = texts;

  test.each(manifest.contributes.commands)('has the command $command', ({ command, title }) => {
    const { ids, text } = page('commands.html');
    expect(ids).toContain(command);
    expect(text).toContain(english[title.replaceAll('%', '')]);
  });

  const settings = manifest.contributes.configuration.flatMap(({ properties }) =>
    Object.entries<{ default: unknown }>(properties),
  );
  test.each(settings)('has the setting %s with its default', (key, { default: usual }) => {
    expect(page('reference.html').ids).toContain(key);
    const [, after] = files.get('reference.html')?.split(`id="${key}"`) ?? [];
    expect(plain(after).slice(0, 2000)).toContain(JSON.stringify(usual));
  });

  test.each(manifest.contributes.languageModelTools)(
    'has the tool $name',
    ({ name, modelDescription, inputSchema }) => {
      const { ids, text } = page('tools.html');
      expect(ids).toContain(name);
      expect(text).toContain(modelDescription);
      for (const input of Object.keys(inputSchema.properties)) expect(text).toContain(input);
    },
  );

  const help = readFileSync('server/src/cli/help.txt', 'utf8');
  test.each([...new Set(help.match(/--[a-z-]+/g))])('has the option %s', (option) =>
    expect(page('command-line.html').text).toContain(option),
  );
  test.each([...help.matchAll(/^ {2}sweetspot (\w+)/gm)].map(([, name]) => name))('has sweetspot %s', (name) =>
    expect(page('command-line.html').ids).toContain(name),
  );

  const exported = readFileSync('server/src/library/sweetspot.d.ts', 'utf8').matchAll(/^export \w+ (\w+)/gm);
  test.each([...exported].map(([, name]) => name))('has %s of the library', (name) =>
    expect(page('library.html').ids).toContain(name),
  );
});

describe('data/', () => {
  test.each(data.rules)('the rule $code has a page with examples', ({ code, title }) => {
    const { text } = page(`rules/${code}.html`);
    expect(text).toContain(title);
    // These are no matter of a config's text.
    if (!['file-too-large', 'project-file'].includes(code))
      expect(text).toMatch(new RegExp(`(error|warning|information|hint) ${code}: `));
    expect(page('rules/index.html').text).toContain(code);
  });

  test.each([data.stepsGuide, ...data.guides])('the setting $id has a page with its names and sources', (guide) => {
    const { text } = page(`settings/${guide.id}.html`);
    for (const { key } of guide.aliases) expect(text).toContain(key);
    for (const { at, figure } of guide.sources) {
      expect(text).toContain(at);
      expect(text).toContain(figure);
    }
  });

  const models = data.models.map(({ id, name }) => ({ id, name }));
  test('every model has a section, and the list of all leads to it', () => {
    const places = entries.map(({ path }) => path);
    for (const { id } of models) {
      const place = places.find((path) => path.startsWith('models/') && path.endsWith(`#${id}`));
      expect(place, id).toBeDefined();
      expect(page('models/index.html').links).toContain(place?.replace('models/', ''));
    }
  });

  test.each(data.programs)('the program $id has a page', ({ id, name }) =>
    expect(page(`programs/${id}.html`).text).toContain(name),
  );

  const silent = ['a1111-config', 'draw-things-api', 'kohya-config'];
  test.each([...data.dialects, ...data.embeddedForms])('the format $id has a page with an example', ({ id, name }) => {
    expect(page('formats/index.html').text).toContain(name);
    expect(page(`formats/${id}.html`).ids.includes('example')).toBe(!silent.includes(id));
  });

  test.each(data.samplers.samplers)('the sampler $id has a section', ({ id }) =>
    expect(page('samplers.html').ids).toContain(id),
  );

  test.each(data.backendKinds.kinds)('the backend $id has a section', ({ id, note }) => {
    expect(page('backends.html').ids).toContain(id);
    expect(page('backends.html').text).toContain(note);
    // The built-in one is there, and of others nobody can say.
    if (!['builtin', 'openai'].includes(id)) expect(starts.map((start) => start.id)).toContain(id);
  });
});
