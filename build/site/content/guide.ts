/** The pages of data/guides and data/rules. */
import { gaugeSvg } from '../../../server/src/features/gauge.ts';
import { listPages } from '../../../server/src/features/pages.ts';
import type { Guide, Rule } from '../../../server/src/knowledge/schema.ts';
import type { Theme } from '../../../server/src/protocol/editor.ts';
import { blocks, type Chapter, code, facts, list, type SitePage, table } from '../page.ts';
import { firstSentence } from '../sections.ts';
import { sourceList } from '../sources.ts';
import type { CaseFile, Facts } from './facts.ts';

/** Lines of examples on the page of a rule. */
const MOST_LINES = 36;

/** A page for each setting. */
export function settingsChapter(given: Facts): Chapter {
  const pages = given.knowledge.guides.map((guide) => settingPage(guide, given));
  return {
    overview: {
      path: 'settings/index.html',
      title: 'Settings',
      summary: 'What each setting of a generation does, which values make sense, and what programs call it.',
      file: 'data/guides',
      markdown: table(
        ['Setting', 'What it is'],
        pages.map(({ title, path, summary }) => [`[${title}](/${path})`, summary]),
      ),
    },
    pages,
  };
}

/** The pictures of gauges, by their names. */
export function gauges(given: Facts): Map<string, string> {
  const pictures = new Map<string, string>();
  for (const { id, gauge, ranges } of given.knowledge.guides)
    for (const theme of ['light', 'dark'] satisfies Theme[])
      if (gauge) pictures.set(`gauge-${id}-${theme}.svg`, gaugeSvg(ranges, null, gauge, theme));
  return pictures;
}

function settingPage(guide: Guide, { knowledge }: Facts): SitePage {
  const { id, title, summary, gauge, ranges, sources } = guide;
  const page = listPages(knowledge).find((other) => other.kind === 'guide' && other.id === id);
  if (!page) throw new Error(`The guide ${id} has no page.`);
  const picture = gauge
    ? `![${ranges.map(({ label, from, to }) => `${label}: ${from} to ${to}`).join(', ')}](/dist/webview/guide/gauge-${id}.svg)`
    : '';
  const [before, ranged] = bodyOf(page.markdown, summary).split('## Ranges\n');
  return {
    path: `settings/${id}.html`,
    title,
    summary,
    file: `data/${guide.file}`,
    names: [id, ...page.names],
    markdown: blocks(
      before.trim(),
      ranged === undefined ? '' : blocks('## Ranges', picture, ranged.trim()),
      sourceList(sources),
    ),
  };
}

/** A page for each rule. */
export function rulesChapter(given: Facts): Chapter {
  const { rules } = given.data;
  const pages = rules.map((rule) => rulePage(rule, given));
  return {
    overview: {
      path: 'rules/index.html',
      title: 'Warnings',
      summary: 'What Sweetspot finds in a config, why it says so, and how to change how serious it is.',
      file: 'data/rules',
      markdown: blocks(
        'Each is a rule with a code. How serious it is can be set for everybody in a [project file](/rules/project-file.html), for oneself in the [settings of the extension](/reference.html), and for a run on the [command line](/command-line.html).',
        table(
          ['Rule', 'What it says', 'Usual severity'],
          rules.map(({ code: name, title, severity }) => [`[${code(name)}](/rules/${name}.html)`, title, severity]),
        ),
      ),
    },
    pages,
  };
}

function rulePage(rule: Rule, { knowledge, cases }: Facts): SitePage {
  const { code: name, title, severity, by_default: byDefault, about, file } = rule;
  const [meaning, ...sections] = rule.sections;
  const guides = knowledge.guides.filter(({ id }) => about.includes(id));
  return {
    path: `rules/${name}.html`,
    title,
    summary: firstSentence(meaning.markdown),
    saysItself: true,
    file: `data/${file}`,
    names: [name],
    markdown: blocks(
      facts({
        Rule: code(name),
        'By default': byDefault ?? severity,
        About: guides.map(({ id, title: setting }) => `[${setting}](/settings/${id}.html)`).join(', '),
      }),
      meaning.markdown,
      ...sections.map(({ heading, markdown }) => `## ${heading}\n\n${markdown}`),
      examples(name, cases.get(name) ?? []),
      severityHelp(name),
    ),
  };
}

/** Cases of the rule, YAML first, which is easier to read, then the shortest: lines with a remark are wrong, all others right. */
function examples(rule: string, files: readonly CaseFile[]): string {
  const bySize = files
    .map(({ name, text }) => ({ name, text, lines: text.split('\n').length }))
    .filter(({ text }) => new RegExp(`\\b${rule}: `).test(text))
    .sort((a, b) => Number(b.name.endsWith('yaml')) - Number(a.name.endsWith('yaml')) || a.lines - b.lines);
  let room = MOST_LINES;
  const shown = bySize.filter(({ lines }, index) => {
    room -= lines;
    return index === 0 || room >= 0;
  });
  if (shown.length === 0) return '';
  return blocks(
    '## Examples',
    'What is wrong has a remark below it; what has none is right.',
    ...shown.map(({ name, text }) => `\`\`\`${name.split('.').at(-1)}\n${text.trimEnd()}\n\`\`\``),
  );
}

function severityHelp(rule: string): string {
  return blocks(
    '## How to change it',
    list([
      `For all who work on the files: \`rules: { ${rule}: "off" }\` in \`.sweetspot.yaml\`, or a severity: \`error\`, \`warning\`, \`information\`, \`hint\`. See [project files](/rules/project-file.html).`,
      `For yourself: the setting \`sweetspot.rules.${rule}\`.`,
      `For one run: \`sweetspot check --rule ${rule}=off .\``,
      `At one place: a comment, \`# sweetspot-ignore ${rule} -- why\`, which a quick fix writes.`,
    ]),
  );
}

/** The page without its title, its summary and its sources, which the site shows in its own way. */
function bodyOf(markdown: string, summary: string): string {
  return markdown
    .replace(/^# .*\n+/, '')
    .replace(`${summary}\n`, '')
    .replace(/^## Sources$[\s\S]*/m, '');
}
