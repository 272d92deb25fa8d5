/** What contradicts itself in what is said of one text: a fix that makes a new finding, a hover that praises what a finding blames. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextEdit } from 'vscode-languageserver-types';
import type { Occurrence } from '../../server/src/dialects/generation.ts';
import { FIX_ALL } from '../../server/src/features/action-kinds.ts';
import type { Analysis } from '../../server/src/features/analysis.ts';
import { codeActions } from '../../server/src/features/code-actions.ts';
import { hover } from '../../server/src/features/hover.ts';
import { createPageLinks } from '../../server/src/features/links.ts';
import { NO_MEASUREMENTS } from '../../server/src/findings/local.ts';
import { analyse, analyser, knowledge } from './knowledge.ts';

/** Settings that are judged together: praise of one is praise of the other. */
const ONE_MATTER: readonly (readonly string[])[] = [['width', 'height', 'size']];

/** Verdicts that call a value good. */
const PRAISE = / is right for | suits |, as .+ wants: | is a size .+ was trained on/;

/**
 * What a fix only brings to light is not made by it, and the person should know: where it turns guidance off, a negative prompt does
 * nothing any more; and the key that it renames is read at last, and may hold what does not suit the model.
 */
function isBroughtToLight(finding: Told, { title, setting }: { title: string; setting: string | null }): boolean {
  const [, renamed] = /^Rename to (.+)$/.exec(title) ?? [];
  return renamed === undefined
    ? setting === 'guidance_scale' && finding.code === 'negative-prompt-ignored'
    : finding.pointer.endsWith(`/${renamed}`);
}

interface Told {
  readonly code: string;
  readonly pointer: string;
}

/** One line for each contradiction; none where all agrees. */
export function contradictions(text: string, languageId?: string): string[] {
  const analysis = analyse(text, languageId);
  return [...byFixes(analysis, text, languageId), ...byHovers(analysis)];
}

function byFixes(analysis: Analysis, text: string, languageId?: string): string[] {
  const before = told(analysis);
  const range = { start: { line: 0, character: 0 }, end: analysis.lines.position(text.length) };
  const actionsFor = (only?: readonly string[]) =>
    codeActions(analysis, analyser.findings(analysis), { uri: 'u', range, diagnostics: [], only });
  return [...actionsFor(['quickfix']), ...actionsFor([FIX_ALL])].flatMap(({ title, edit }) => {
    const document = TextDocument.create('u', languageId ?? 'yaml', 1, text);
    const after = TextDocument.applyEdits(document, edit?.changes?.u ?? []);
    const now = told(analyse(after, languageId));
    const setting = settingAt(analysis, edit?.changes?.u?.[0]);
    const made = [...now].filter(
      ([key, finding]) => !before.has(key) && !isBroughtToLight(finding, { title, setting }),
    );
    return made.map(([key]) => `"${title}" makes: ${key}`);
  });
}

/** Findings by code and place. */
function told(analysis: Analysis): ReadonlyMap<string, Told> {
  return new Map(
    analyser
      .findings(analysis)
      .map(({ code, occurrence: { pointer } }) => [`${code} at ${pointer}`, { code, pointer }] as const),
  );
}

/** The setting whose value an edit replaces. */
function settingAt({ reading, lines }: Analysis, edit: TextEdit | undefined): string | null {
  const settings = reading.generations.flatMap((generation) => generation.settings);
  const isThere = ({ range }: Occurrence) => {
    const { line, character } = lines.position(range.start);
    const { start, end } = edit?.range ?? {};
    return (
      start?.line === line &&
      start.character >= character &&
      (end?.character ?? 0) <= character + range.end - range.start
    );
  };
  return settings.find(isThere)?.setting ?? null;
}

function byHovers(analysis: Analysis): string[] {
  const findings = analyser.findings(analysis);
  if (findings.length === 0) return [];
  const options = {
    pictures: false,
    theme: 'dark',
    links: createPageLinks('u', true),
    measurementsOf: NO_MEASUREMENTS,
  } as const;
  const blamed = new Map(findings.map((finding) => [placeOf(finding.occurrence), finding]));
  return analysis.reading.generations.flatMap(({ settings }) =>
    settings.flatMap((occurrence) => {
      const others = relatedTo(occurrence, settings).flatMap((other) => blamed.get(placeOf(other)) ?? []);
      if (others.length === 0) return [];
      const found = hover(analysis, occurrence.range.start, knowledge, options);
      const said = (found?.contents as { value: string } | undefined)?.value.split('\n\n').slice(1, 4).join(' ') ?? '';
      return PRAISE.test(said)
        ? others.map(
            ({ code, occurrence: { pointer } }) => `${code} at ${pointer}, but at ${occurrence.pointer}: ${said}`,
          )
        : [];
    }),
  );
}

function placeOf({ range }: Occurrence): string {
  return `${range.start}-${range.end}`;
}

function relatedTo({ setting, pass }: Occurrence, settings: readonly Occurrence[]): readonly Occurrence[] {
  const matter = ONE_MATTER.find((each) => each.includes(setting)) ?? [setting];
  return settings.filter((other) => other.pass === pass && matter.includes(other.setting));
}
