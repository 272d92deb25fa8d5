/** What the site is made with: examples, sources, links, Markdown, entries of the search. */
import { describe, expect, test } from 'vitest';
import { exampleFrom } from '../../../build/site/example.ts';
import { createLinks } from '../../../build/site/links.ts';
import { renderPage } from '../../../build/site/markdown.ts';
import { facts, type SitePage, table } from '../../../build/site/page.ts';
import { entriesOf } from '../../../build/site/search-entries.ts';
import { firstSentence, section, splitFile } from '../../../build/site/sections.ts';
import { addressOf, linked } from '../../../build/site/sources.ts';
import { createSearch } from '../../../client/src/guide/search.ts';

const page = (path: string, file: string, more: Partial<SitePage> = {}): SitePage => ({
  ...{ path, file, title: path, summary: 'A page.', markdown: '' },
  ...more,
});
const home = page('index.html', 'README.md');
const rule = page('rules/x.html', 'data/rules/x.md');
const backends = page('backends.html', 'README.md', { standsFor: ['README.md#backends'] });
const links = createLinks([home, rule, backends]);

const render = (markdown: string, more: Partial<SitePage> = {}) =>
  renderPage(
    { ...rule, markdown, ...more },
    {
      links,
      highlight: (_, lines) => lines.map((text) => [{ text, kind: '' }]),
      references: new Map([['sweetspot.x', 'index.html#x']]),
      sizes: new Map([['pictures/a.webp', { width: 4, height: 3 }]]),
    },
  );

describe('an example', () => {
  const source =
    '- {steps: 80}\n#~         ^^ warning steps-wasteful: Too many.\n#~            safe fix 25: Set to 25\n- {steps: 2‸5}\n';

  test('has its remarks at the lines they are about', () =>
    expect(exampleFrom(source).lines).toEqual([
      {
        text: '- {steps: 80}',
        notes: [
          {
            ...{ kind: 'warning', text: 'steps-wasteful: Too many.', from: 11, to: 13 },
            more: ['safe fix 25: Set to 25'],
          },
        ],
      },
      { text: '- {steps: 25}', notes: [] },
    ]));

  test('says that nothing is found, and what is read', () => {
    const { lines, reading } = exampleFrom('{"a": 1}\n//~ no findings\n//~ reading x: y\n//~   generation /\n');
    expect(lines[0].notes).toMatchObject([{ kind: 'fine' }]);
    expect(reading).toEqual(['reading x: y', '  generation /']);
  });

  test('is shown with the place underlined, and as text', () => {
    const { html } = render(`\`\`\`yaml\n${source.replace('Too many', '<b>')}\`\`\``);
    expect(html).toContain('<mark class="warning">');
    expect(html).toContain('&lt;b&gt;');
    expect(html).toContain('<b>warning</b>');
    expect(html).not.toContain('#~');
  });
});

test.each([
  ['Wan-Video/Wan2.1:README.md', 'https://github.com/Wan-Video/Wan2.1/blob/HEAD/README.md'],
  ['a/b:docs/Model Support.md', 'https://github.com/a/b/blob/HEAD/docs/Model Support.md'],
  ['a/b:comfy/nodes', 'https://github.com/a/b/tree/HEAD/comfy/nodes'],
  ['a/b:x/{c,d}.py', 'https://github.com/a/b'],
  ['Wan-Video/Wan2.2:generate.py and c/d:README.md', 'https://github.com/Wan-Video/Wan2.2'],
  ['AUTOMATIC1111/stable-diffusion-webui#6357', 'https://github.com/AUTOMATIC1111/stable-diffusion-webui/issues/6357'],
  ['diffusers:docs/source/en/a.md', 'https://github.com/huggingface/diffusers/blob/HEAD/docs/source/en/a.md'],
  ['diffusers:pipelines/wan', 'https://github.com/huggingface/diffusers/tree/HEAD/src/diffusers/pipelines/wan'],
  ['fal:fal-ai/flux/dev', 'https://fal.ai/models/fal-ai/flux/dev'],
  ['our estimate', null],
  ['ByteDance/SDXL-Lightning model card', null],
])('%s is at %s', (at, address) => expect(addressOf(at)).toBe(address));

test('an address in a link has no spaces', () =>
  expect(linked('a/b:docs/Model Support.md')).toBe(
    '[`a/b:docs/Model Support.md`](https://github.com/a/b/blob/HEAD/docs/Model%20Support.md)',
  ));

test.each([
  ['x.md', ''],
  ['#what', '#what'],
  ['../../README.md', '../index.html'],
  ['../../README.md#commands', '../index.html#commands'],
  ['../../README.md#backends', '../backends.html'],
  ['/backends.html#comfyui', '../backends.html#comfyui'],
  ['../../docs/images/hover.webp', '../pictures/hover.webp'],
  ['https://example.org/', 'https://example.org/'],
  ['command:sweetspot.openPage?%7B%22kind%22%3A%22rule%22%2C%22id%22%3A%22x%22%7D', ''],
  ['command:workbench.action.quickOpen', null],
  ['../../test/run.ts', null],
])('from the page of a rule %s leads to %s', (link, address) => {
  const found = links.address(link, rule);
  // To itself.
  expect(found === 'x.html' ? '' : found).toBe(address);
});

describe('Markdown', () => {
  test('gives headings the anchors of GitHub, or those that are asked for, each once', () => {
    const { headings } = render('## What `x` does!\n\n## A {#b.c}\n\n## Same\n\n## Same\n');
    expect(headings.map(({ id }) => id)).toEqual(['what-x-does', 'b.c', 'same', 'same-1']);
    expect(headings[1].text).toBe('A');
  });

  test('leaves no link that leads nowhere', () =>
    expect(render('[a](../../test/run.ts) and [b](../../README.md)').html).toBe(
      '<p><span>a</span> and <a href="../index.html">b</a></p>\n',
    ));

  test('links what is explained elsewhere, and not twice', () => {
    expect(render('`sweetspot.x`').html).toContain('<a href="../index.html#x"><code>sweetspot.x</code></a>');
    expect(render('[`sweetspot.x`](../../README.md)').html.match(/<a /g)).toHaveLength(1);
  });

  test('takes no markup', () => expect(render('<script>alert(1)</script>').html).not.toContain('<script'));

  test('knows the size of pictures', () =>
    expect(render('![A picture](../../docs/images/a.webp)').html).toContain('alt="A picture" width="4" height="3"'));

  test('folds sources', () =>
    expect(render('## Sources\n\n- a: b\n- c: d\n\n## More\n').html).toMatch(
      /<details class="sources" id="sources"><summary>2 sources<\/summary>\n<ul>[\s\S]+<\/ul>\n<\/details>\n<h2 id="more">/,
    ));

  test('shows short facts', () =>
    expect(render(facts({ Steps: '1-4', Draft: undefined, Kind: '`x`' })).html).toContain(
      '<div><dt>Steps</dt><dd>1-4</dd></div><div><dt>Kind</dt><dd><code>x</code></dd></div>',
    ));

  test('cells keep their bars', () => expect(render(table(['A'], [['`a|b`']])).html).toContain('<code>a|b</code>'));
});

test('a file is split at its sections', () => {
  const text = '# T\n\nIntro [a](b). More.\n\n## One\n\n1\n\n## Two\n\n2\n';
  expect(splitFile(text)).toMatchObject({ title: 'T', sections: [{ title: 'One' }, { title: 'Two', markdown: '2' }] });
  expect(section(text, 'One')).toBe('1');
  expect(() => section(text, 'Three')).toThrow('Three');
  expect(firstSentence(splitFile(text).intro)).toBe('Intro a.');
});

test('the search finds pages and sections, and not what stands in examples or sources', () => {
  const markdown =
    'apple\n\n## One\n\npear\n\n```yaml\nplum: 1\n```\n\n### Sources\n\n- quince: 1\n\n## Two\n\ncherry\n';
  const shown = { ...rule, markdown, inParts: true };
  const search = createSearch(entriesOf(shown, render(markdown)));
  const places = (query: string) => search(query).map(({ page: { path } }) => path);
  expect(places('apple')).toEqual(['rules/x.html']);
  expect(places('pear')).toEqual(['rules/x.html#one']);
  expect(places('cherry')).toEqual(['rules/x.html#two']);
  expect([...places('plum'), ...places('quince')]).toEqual([]);
});
