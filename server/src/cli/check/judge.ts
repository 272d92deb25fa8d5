/** Reads, judges and mends one file. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createTwoFilesPatch } from 'diff';
import { once } from '../../common/memory.ts';
import type { Analysis } from '../../features/analysis.ts';
import { oneChangeOf } from '../../features/code-actions.ts';
import { type Finding, suggestedBy } from '../../findings/finding.ts';
import type { SeverityChoice } from '../../findings/severity.ts';
import type { Host } from '../../lsp/host.ts';
import { type FileContext, findingsFor, isProjectFile } from '../../service/projects.ts';
import type { Range } from '../../syntax/text.ts';
import { bytesOf, projectsWith, textFrom, writeOut } from '../files.ts';
import { languageOf } from '../languages.ts';
import { bytesLike } from '../text-of.ts';
import { UsageError } from '../usage.ts';
import { type Costs, type CostTask, costsBy } from './cost.ts';
import { changed, safeChanges } from './mend.ts';
import { projectReport } from './project-report.ts';
import { type Frame, type Outcome, type Region, type Report, type ReportedFinding, regionOf } from './report.ts';

/** What is asked of every file: plain data, as it passes between threads. */
export interface Task {
  /** Severities chosen on the command line. */
  readonly rules: Readonly<Record<string, SeverityChoice>>;
  /** `write`: safe fixes are written into files. `show`: a diff says what would be. */
  readonly fix: 'no' | 'write' | 'show';
  /** Whether lines of the text are shown with findings. */
  readonly frames: boolean;
  /** Whether wasteful counts are summed up, and what is known of the time they take. */
  readonly cost: CostTask | null;
}

export interface Judged {
  readonly report: Report;
  /** The text, after fixes. */
  readonly text: string;
}

/** Rounds of fixes: one may let another rule speak. Two are enough for all that is known; more would be two that undo each other. */
const MOST_ROUNDS = 4;

/** Judges files, each as the project that it belongs to says. */
export interface Judge {
  /** A file that can be read; what can't be is an outcome, too. Never rejects. */
  file(file: string): Promise<Outcome>;
  /** A text under the name of a file, and what is left after its safe fixes where these are asked for. */
  text(file: string, text: string): Promise<Judged>;
}

export function createJudge(task: Task, host: Host): Judge {
  const { knowledge } = host;
  const projects = projectsWith(host);
  const costs = once(async () => task.cost && costsBy(task.cost));
  const judge = async (file: string, text: string): Promise<Judged> => {
    const uri = pathToFileURL(resolve(file)).href;
    if (isProjectFile(uri)) return { text, report: projectReport(file, text, knowledge) };
    return judgeText(file, text, task, await projects.of(uri), await costs());
  };
  return { text: judge, file: (file) => judgeFile(file, task, judge) };
}

async function judgeFile(file: string, task: Task, judge: Judge['text']): Promise<Outcome> {
  try {
    const bytes = await bytesOf(file);
    const before = textFrom(file, bytes);
    const { report, text } = await judge(file, before);
    if (task.fix !== 'write' || text === before) return report;
    const after = bytesLike(bytes, text);
    if (!after) throw new UsageError(`can't fix ${file}: it is no valid UTF-8`);
    await writeOut(file, after);
    return report;
  } catch (error) {
    return { file, message: error instanceof UsageError ? error.message : `can't judge ${file}: ${error}` };
  }
}

function judgeText(file: string, before: string, task: Task, context: FileContext, costs: Costs | null): Judged {
  const { service, facts } = context;
  let text = before;
  let fixed = 0;
  for (let round = 0; ; round += 1) {
    const analysis = service.analyse(text, languageOf(file));
    const findings = findingsFor(context, analysis, task.rules);
    const changes = task.fix === 'no' || round === MOST_ROUNDS ? [] : safeChanges(analysis, findings);
    if (changes.length > 0 && task.fix === 'write') {
      text = changed(text, changes);
      fixed += changes.length;
      continue;
    }
    return {
      text,
      report: {
        file,
        isIgnored: facts.ignored,
        dialect: analysis.reading.dialect,
        isStrange: analysis.reading.generations.length === 0 && !facts.ignored,
        findings: findings.map((finding) => reported(analysis, text, finding, task.frames)),
        fixed,
        diff: changes.length > 0 ? diffOf(file, text, changed(text, changes)) : null,
        cost: costs?.(analysis, findings, service.knowledge) ?? null,
      },
    };
  }
}

function diffOf(file: string, before: string, after: string): string {
  // The `===` line above the two names is no part of a unified diff.
  return createTwoFilesPatch(`a/${file}`, `b/${file}`, before, after).replace(/^=+\n/, '');
}

function reported(analysis: Analysis, text: string, finding: Finding, framed: boolean): ReportedFinding {
  const { code, severity, message, occurrence, fixes, related } = finding;
  const region = (range: Range): Region => regionOf(analysis.lines, range);
  return {
    code,
    severity,
    message,
    pointer: occurrence.pointer,
    value: occurrence.value,
    ...region(occurrence.range),
    fixes: fixes.flatMap((fix) => {
      const change = oneChangeOf(analysis, finding, fix);
      return change ? [{ title: fix.title, safe: fix.safe, region: region(change), text: change.text }] : [];
    }),
    suggested: suggestedBy(fixes[0]),
    related: (related ?? []).map(({ place, message }) => ({ ...region(place), message })),
    frame: framed ? frameOf(text, occurrence.range) : null,
  };
}

/** Characters that a frame shows before and behind the start of a finding: files may be one line of many MB. */
const BEFORE = 50;
const BEHIND = 70;

function frameOf(text: string, { start, end }: Range): Frame {
  const before =
    text
      .slice(Math.max(0, start - BEFORE), start)
      .split(/[\r\n]/)
      .at(-1) ?? '';
  const behind = text.slice(start, start + BEHIND).split(/[\r\n]/)[0];
  return { text: before + behind, from: before.length, length: Math.max(1, Math.min(end - start, behind.length)) };
}
