/** Guide and rule pages as Markdown, with what their facts say set between the prose. Read in the editor and by `sweetspot explain`. */
import { t } from '@vscode/l10n';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Guide, Rule, Section, StepsGuide } from '../knowledge/schema.ts';
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
  return { kind: 'guide', id, title: t(title), names, file, markdown: guideMarkdown(guide, knowledge) };
}

function guideMarkdown(guide: Guide, knowledge: Knowledge): string {
  const ranges = guide.ranges.map(
    ({ label, from, to, means }) => `| ${t(label)} | ${spell([from, to])} | ${t(means)} |`,
  );
  const aliases = guide.aliases.map(({ key, used_by }) => `| \`${key}\` | ${used_by.join(', ')} |`);
  const models = modelTable(guide.id, knowledge.data.models);
  const rules = knowledge.data.rules.filter(({ about }) => about.includes(guide.id));
  const isSteps = guide.id === knowledge.stepsGuide.id;
  return join([
    `# ${t(guide.title)}`,
    t(guide.summary),
    ...guide.sections.slice(0, -1).map(sectionMarkdown),
    ...(ranges.length > 0 ? [`## ${t`Ranges`}\n\n${table(['', t`Values`, ''], ranges)}`] : []),
    ...(isSteps ? [stepsAdvice(knowledge.stepsGuide)] : []),
    // Tips, which are about all of it.
    ...guide.sections.slice(-1).map(sectionMarkdown),
    ...(rules.length > 0 ? [`## ${t`Warnings`}\n\n${rules.map((rule) => `- ${link(rule)}`).join('\n')}`] : []),
    `## ${t`Names of the setting`}\n\n${table([t`Key`, t`Used by`], aliases)}`,
    ...(models
      ? [
          `## ${t`Models`}\n\n${table(
            models.head,
            models.rows.map((cells) => `| ${cells.join(' | ')} |`),
          )}`,
        ]
      : []),
    `## ${t`Sources`}\n\n${guide.sources.map(({ at, figure }) => `- ${at}: ${figure}`).join('\n')}`,
  ]);
}

function stepsAdvice({ default: best, draft, final }: StepsGuide): string {
  return t`Safe default: **${best}**. ${t(draft.advice)} ${t(final.advice)}`;
}

function rulePage(rule: Rule, knowledge: Knowledge): Page {
  const { code, title, severity, file } = rule;
  const guides = knowledge.guides.filter(({ id }) => rule.about.includes(id)).map(link);
  const markdown = join([
    `# ${t(title)}`,
    [`\`${code}\``, t`usual severity: ${severity}`, ...(guides.length > 0 ? [t`about ${guides.join(', ')}`] : [])].join(
      ' · ',
    ),
    ...rule.sections.map(sectionMarkdown),
  ]);
  return { kind: 'rule', id: code, title: t(title), names: [], file, markdown };
}

/** A link between pages: as files in data/ they lie in folders side by side. */
function link({ title, file }: Guide | Rule): string {
  return `[${t(title)}](../${file})`;
}

function sectionMarkdown({ heading, markdown }: Section): string {
  return `## ${t(heading)}\n\n${t(markdown)}`;
}

function table(head: readonly string[], rows: readonly string[]): string {
  return [`| ${head.join(' | ')} |`, `|${head.map(() => ':--').join('|')}|`, ...rows].join('\n');
}

function join(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}
