/** Guide and rule pages as Markdown, with what their facts say set between the prose. Read in the editor and by `sweetspot explain`. */
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Guide, Rule, Section, Source, StepsGuide } from '../knowledge/schema.ts';
import { spell } from '../rules/verdict.ts';
import { modelTable } from './pages-models.ts';

export interface Page {
  readonly title: string;
  readonly markdown: string;
}

/** The page of a setting or rule, `null` for a name that has none. */
export function page(kind: 'guide' | 'rule', id: string, knowledge: Knowledge): Page | null {
  if (kind === 'guide') {
    const guide = knowledge.guide(id);
    return guide ? { title: guide.title, markdown: guidePage(guide, knowledge) } : null;
  }
  const rule = knowledge.data.rules.find(({ code }) => code === id);
  return rule ? { title: rule.title, markdown: rulePage(rule) } : null;
}

/** Every page there is: guides, then rules. */
export function listPages(knowledge: Knowledge): { kind: 'guide' | 'rule'; id: string; title: string }[] {
  return [
    ...knowledge.guides.map(({ id, title }) => ({ kind: 'guide' as const, id, title })),
    ...knowledge.data.rules.map(({ code, title }) => ({ kind: 'rule' as const, id: code, title })),
  ];
}

function guidePage(guide: Guide, knowledge: Knowledge): string {
  const ranges = guide.ranges.map(({ label, from, to, means }) => `| ${label} | ${spell([from, to])} | ${means} |`);
  const aliases = guide.aliases.map(({ key, used_by }) => `| \`${key}\` | ${used_by.join(', ')} |`);
  const models = modelTable(guide.id, knowledge.data.models);
  const isSteps = guide.id === knowledge.stepsGuide.id;
  return join([
    `# ${guide.title}`,
    guide.summary,
    ...guide.sections.slice(0, 1).map(sectionMarkdown),
    ...(ranges.length > 0 ? [`## Ranges\n\n${table(['', 'Values', ''], ranges)}`] : []),
    ...(isSteps ? [stepsAdvice(knowledge.stepsGuide)] : []),
    ...guide.sections.slice(1).map(sectionMarkdown),
    ...(models
      ? [
          `## Models\n\n${table(
            models.head,
            models.rows.map((cells) => `| ${cells.join(' | ')} |`),
          )}`,
        ]
      : []),
    `## Names of the setting\n\n${table(['Key', 'Used by'], aliases)}`,
    `## Sources\n\n${guide.sources.map(sourceLine).join('\n')}`,
  ]);
}

function stepsAdvice({ default: best, draft, final }: StepsGuide): string {
  return `Safe default: **${best}**. ${draft.advice} ${final.advice}`;
}

function rulePage(rule: Rule): string {
  return join([
    `# ${rule.title}`,
    `\`${rule.code}\` · usual severity: ${rule.severity}`,
    ...rule.sections.map(sectionMarkdown),
  ]);
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
