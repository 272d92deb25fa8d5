/** What files say stays text in Markdown, whatever they say. */
import fc from 'fast-check';
import markdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import { findingsOf } from '../../../server/src/features/analysis.ts';
import { diagnostics } from '../../../server/src/features/diagnostics.ts';
import { symbolsOf } from '../../../server/src/features/generations.ts';
import { hover } from '../../../server/src/features/hover.ts';
import { createPageLinks } from '../../../server/src/features/links.ts';
import { code, md, ours, sentence } from '../../../server/src/features/markdown.ts';
import { NO_MEASUREMENTS } from '../../../server/src/findings/local.ts';
import { analyse, knowledge } from '../../support/knowledge.ts';

const LINKS = createPageLinks('file:///data/', true);

/** As VS Code shows a hover that asks for HTML, and one that doesn't: addresses in text are links in both. */
const RENDERERS = [true, false].map((html) => {
  const renderer = markdownIt({ html, linkify: true });
  renderer.linkify.set({ fuzzyLink: false });
  // `www.` is a link to GitHub's Markdown without any scheme.
  renderer.linkify.add('www.', { validate: /^[\w-]/, normalize: () => {} });
  return renderer;
});

/** Texts of the pieces of which links, pictures, commands and HTML are made. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '`',
          '``',
          '```',
          '\\',
          '*',
          '**',
          '_',
          '~~',
          '[',
          ']',
          '](',
          '(',
          ')',
          '!',
          '![',
          '<',
          '>',
          '</',
          '"',
          "'",
        ],
        ...[
          '&',
          '&lt;',
          '&#60;',
          '|',
          '\n',
          '\n\n',
          '\t',
          '    ',
          '- ',
          '1. ',
          '#',
          '# ',
          '===',
          '\n---\n',
          ':',
          '//',
          '@',
        ],
        ...[
          '<img src=x>',
          '![](https://e.example/p.png)',
          '[c](command:sweetspot.openPage)',
          '<!--',
          '<?',
          '<a href="x">',
        ],
        ...[
          'https://e.example/',
          'HTTP://e.example',
          'www.e.example',
          'a@e.example',
          'mailto:a@e.example',
          '//e.example',
        ],
        ...['file:///etc/passwd', 'javascript:x', '[x]: https://e.example', '\u202e', '\0', '\ud800', 'a', ' '],
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 14 },
  )
  .map((pieces) => pieces.join(''));

/** Tags of links, pictures and anything that is not made of text. */
const tagsIn = (html: string): string[] => html.match(/<\/?[a-z!?][^>]*>/gi) ?? [];

describe('words of a file', () => {
  test('are text and code, and nothing else, wherever they stand', () => {
    fc.assert(
      fc.property(hostile, hostile, (one, two) => {
        for (const renderer of RENDERERS) {
          expect(tagsIn(renderer.render(md`A ${one} b **${two.trim() || 'x'}**.`.source)).sort()).toEqual(
            ['<p>', '</p>', '<strong>', '</strong>'].sort(),
          );
          expect(tagsIn(renderer.render(md`${one}`.source)).filter((tag) => !/^<\/?p>$/.test(tag))).toEqual([]);
          expect(tagsIn(renderer.render(md`A ${code(one)} b ${code(two)}.`.source)).sort()).toEqual(
            ['<p>', '</p>', '<code>', '</code>', '<code>', '</code>'].sort(),
          );
          const mixed = tagsIn(renderer.render(md`A ${sentence(`x ${one} y`)}.`.source));
          expect(mixed.filter((tag) => !/^<\/?(p|code)>$/.test(tag))).toEqual([]);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('are shown as they are written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        const line = text.replace(/\s+/g, ' ').trim();
        const shown = (source: string) =>
          RENDERERS[0]
            .render(source)
            .replace(/<[^>]*>|\n/g, '')
            .replace(/&lt;/g, '<')
            .replace(/&gt;/g, '>')
            .replace(/&quot;/g, '"')
            .replace(/&amp;/g, '&');
        expect(shown(md`A ${line} b`.source)).toBe(`A ${line} b`);
        expect(shown(md`A ${code(line)} b`.source)).toBe(`A ${line || ' '} b`);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['*a* _b_ [c](d)', '\\*a\\* \\_b\\_ \\[c\\]\\(d\\)'],
    ['<img src=x> & co', '&lt;img src=x&gt; &amp; co'],
    ['one\n\n# two', 'one \\# two'],
    ['https://e.example', 'https:\\/\\/e.example'],
  ])('%j is escaped', (text, source) => expect(md`A ${text}`.source).toBe(`A ${source}`));
  test.each(['\u202e', '\u2066', '\u061c', '\u001b[31m', '\u0085', '\0', '\ud800'])(
    '%j stands nowhere else than it seems to, nor does it move others',
    (steering) => {
      const seen = /[\p{Cc}\p{Bidi_Control}\p{Cs}]/u;
      const text = `a${steering}b`;
      for (const { source } of [md`A ${text}`, code(text), sentence(`x \`${text}\` ${text}`)])
        expect(source).not.toMatch(seen);
      const analysis = analyse(
        `model: sdxl\nprompt: a\nsteps: 999\nsampler: ${JSON.stringify(`euler ${steering}x`)}\n`,
      );
      const told = [
        ...diagnostics(analysis, findingsOf(analysis, knowledge), 'file:///a', knowledge, LINKS),
        ...symbolsOf(analysis, knowledge),
      ];
      expect(told.length).toBeGreaterThan(1);
      expect(JSON.stringify(told.map((one) => ('message' in one ? one.message : one.name)))).not.toMatch(seen);
    },
  );
  test('long ones are cut in code, between characters', () => {
    expect(code('x'.repeat(500)).source).toHaveLength(122);
    expect(code(`${'x'.repeat(118)}😀${'x'.repeat(9)}`).source).toBe(`\`${'x'.repeat(118)}…\``);
  });
  test('code can hold backticks', () => {
    expect(code('a`b').source).toBe('``a`b``');
    expect(code('``a').source).toBe('``` ``a ```');
  });
  test('what is ours stays as it is', () => expect(md`${ours('**a**')} *b*`.source).toBe('**a** *b*'));
});

/** Everything of our own that a hover links to or shows. */
const OWN = /command:sweetspot\.openPage\?|^data:image\//;

/** Addresses in the links and pictures of a hover, and tags that hovers don't have. */
function foreign(html: string): string[] {
  const addresses = [...html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, address]) => address);
  const tags = tagsIn(html).filter(
    (tag) => !/^<\/?(h4|p|strong|em|code|table|thead|tbody|tr|t[hd]|ul|li|a|img)\b/.test(tag),
  );
  return [...addresses.filter((address) => !OWN.test(address)), ...tags];
}

test('a hover holds no link, picture, command or HTML of the file', () => {
  const options = {
    pictures: true,
    theme: 'dark',
    links: LINKS,
    measurementsOf: NO_MEASUREMENTS,
  };
  const known = fc.constantFrom('sd_xl_base_1.0', 'flux1-schnell', 'lcm-lora', 'euler', 'karras', '20', '');
  const value = fc.tuple(known, hostile).map(([name, words]) => `${name} ${words}`);
  const document = fc.record({
    prompt: value,
    model: value,
    sampler_name: value,
    scheduler: value,
    steps: fc.oneof(value, fc.constant(99)),
    cfg_scale: fc.oneof(value, fc.constant(7)),
    seed: value,
    clip_skip: value,
    negative_prompt: value,
    loras: value.map((name) => [{ name, weight: 2 }]),
  });
  const shapes = fc.tuple(document, hostile, fc.boolean()).map(([settings, key, isGraph]) => {
    const { sampler_name, scheduler, model } = settings;
    if (!isGraph) return { ...settings, [key]: 1 };
    const sampler = { steps: 99, cfg: 7, seed: 1, sampler_name, scheduler, model: ['2', 0] };
    return {
      1: { class_type: 'KSampler', inputs: sampler, _meta: { title: key } },
      2: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: model } },
    };
  });
  let hovers = 0;
  fc.assert(
    fc.property(shapes, (shape) => {
      const text = JSON.stringify(shape);
      const analysis = analyse(text, 'json');
      const { generations } = analysis.reading;
      const places = generations.flatMap(({ settings, loras }) =>
        [...settings, ...loras].map(({ range }) => range.start),
      );
      hovers += places.length;
      for (const place of places) {
        const found = hover(analysis, place, knowledge, { ...options, theme: 'dark' });
        const { value: source } = (found?.contents ?? { value: '' }) as { value: string };
        for (const renderer of RENDERERS) expect(foreign(renderer.render(source))).toEqual([]);
      }
    }),
    { numRuns: 150 },
  );
  expect(hovers).toBeGreaterThan(300);
});
