/** Guide and rule pages as Markdown, with what their facts say set between the prose. Read in the editor and by `sweetspot explain`. */
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Guide, Rule, Section, Source, StepsGuide } from '../knowledge/schema.ts';
import type { Page, PageName } from '../protocol/pages.ts';
import { spell } from '../verdicts/steps-usual.ts';
import { modelTable } from './pages-models.ts';

/** The page of a setting or rule, `null` for a name that has none. */
export function page(kind: PageName['kind'], id: string, knowledge: Knowledge): Page | null {
  if (kind === 'guide') {
    const guide = knowledge.guide(id);
    return guide ? guidePage(guide, knowledge) : null;
  }
  const rule = knowledge.data.rules.find(({ code }) => code === id);
  return rule ? rulePage(rule, knowledge) : null;
}

/** The page that a person means: of a setting in any spelling, or of a rule; `null` for none. */
export function pageAbout(topic: string, knowledge: Knowledge): Page | null {
  return page('guide', knowledge.alias(topic)?.setting ?? topic, knowledge) ?? page('rule', topic, knowledge);
}

/** Every page there is: guides, then rules. */
export function listPages(knowledge: Knowledge): Page[] {
  return [
    ...knowledge.guides.map((guide) => guidePage(guide, knowledge)),
    ...knowledge.data.rules.map((rule) => rulePage(rule, knowledge)),
  ];
}

function guidePage(guide: Guide, knowledge: Knowledge): Page {
  const { id, title, aliases, also, file } = guide;
  const names = [...also, ...aliases.map(({ key }) => key)];
  return { kind: 'guide', id, title, names, file, markdown: guideMarkdown(guide, knowledge) };
}

function guideMarkdown(guide: Guide, knowledge: Knowledge): string {
  const ranges = guide.ranges.map(({ label, from, to, means }) => `| ${label} | ${spell([from, to])} | ${means} |`);
  const aliases = guide.aliases.map(({ key, used_by }) => `| \`${key}\` | ${used_by.join(', ')} |`);
  const models = modelTable(guide.id, knowledge.data.models);
  const rules = knowledge.data.rules.filter(({ about }) => about.includes(guide.id));
  const isSteps = guide.id === knowledge.stepsGuide.id;
  return join([
    `# ${guide.title}`,
    guide.summary,
    ...guide.sections.slice(0, -1).map(sectionMarkdown),
    ...(ranges.length > 0 ? [`## Ranges\n\n${table(['', 'Values', ''], ranges)}`] : []),
    ...(isSteps ? [stepsAdvice(knowledge.stepsGuide)] : []),
    // Tips, which are about all of it.
    ...guide.sections.slice(-1).map(sectionMarkdown),
    ...(rules.length > 0 ? [`## Warnings\n\n${rules.map((rule) => `- ${link(rule)}`).join('\n')}`] : []),
    `## Names of the setting\n\n${table(['Key', 'Used by'], aliases)}`,
    ...(models
      ? [
          `## Models\n\n${table(
            models.head,
            models.rows.map((cells) => `| ${cells.join(' | ')} |`),
          )}`,
        ]
      : []),
    `## Sources\n\n${guide.sources.map(sourceLine).join('\n')}`,
  ]);
}

function stepsAdvice({ default: best, draft, final }: StepsGuide): string {
  return `Safe default: **${best}**. ${draft.advice} ${final.advice}`;
}

function rulePage(rule: Rule, knowledge: Knowledge): Page {
  const { code, title, severity, file } = rule;
  const guides = knowledge.guides.filter(({ id }) => rule.about.includes(id)).map(link);
  const markdown = join([
    `# ${title}`,
    [`\`${code}\``, `usual severity: ${severity}`, ...(guides.length > 0 ? [`about ${guides.join(', ')}`] : [])].join(
      ' · ',
    ),
    ...rule.sections.map(sectionMarkdown),
  ]);
  return { kind: 'rule', id: code, title, names: [], file, markdown };
}

/** A link between pages: as files in data/ they lie in folders side by side. */
function link({ title, file }: Guide | Rule): string {
  return `[${title}](../${file})`;
}

function sectionMarkdown({ heading, markdown }: Section): string {
  return `## ${heading}\n\n${markdown}`;
}

function sourceLine({ at, figure }: Source): string {
  return `- ${at}: ${figure}`;
}

function table(head: readonly string[], rows: readonly string[]): string {
  return [`| ${head.join(' | ')} |`, `|${head.map(() => ':--').join('|')}|`, ...rows].join('\n');
}

function join(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}
