/** Reads, judges and mends one file. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createTwoFilesPatch } from 'diff';
import type { Analysis } from '../../features/analysis.ts';
import { changesOf } from '../../features/code-actions.ts';
import { type Finding, suggestedBy } from '../../findings/finding.ts';
import { NO_MEASUREMENTS } from '../../findings/local.ts';
import type { SeverityChoice } from '../../findings/severity.ts';
import type { Host } from '../../lsp/host.ts';
import { createService } from '../../service/index.ts';
import { createProjects, type FileContext, isProjectFile } from '../../service/projects.ts';
import type { Range } from '../../syntax/text.ts';
import { bytesOf, reasonOf, textFrom } from '../files.ts';
import { languageOf } from '../languages.ts';
import { bytesLike } from '../text-of.ts';
import { UsageError } from '../usage.ts';
import { costOf, type Rates } from './cost.ts';
import { changed, safeChanges } from './mend.ts';
import { projectReport } from './project-report.ts';
import type { Frame, Outcome, Region, Report, ReportedFinding } from './report.ts';

/** What is asked of every file: plain data, as it passes between threads. */
export interface Task {
  /** Severities chosen on the command line. */
  readonly rules: Readonly<Record<string, SeverityChoice>>;
  /** `write`: safe fixes are written into files. `show`: a diff says what would be. */
  readonly fix: 'no' | 'write' | 'show';
  /** Whether lines of the text are shown with findings. */
  readonly frames: boolean;
  /** Whether wasteful counts are summed up. */
  readonly cost: Rates | null;
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

export function createJudge(task: Task, { knowledge, readText }: Host): Judge {
  const service = createService(knowledge);
  const projects = createProjects({ knowledge, measurementsOf: NO_MEASUREMENTS, service, readText });
  const judge = async (file: string, text: string): Promise<Judged> => {
    const uri = pathToFileURL(resolve(file)).href;
    if (isProjectFile(uri)) return { text, report: projectReport(file, text, knowledge) };
    return judgeText(file, text, task, await projects.of(uri));
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
    await writeFile(file, after).catch((error: unknown) => {
      throw new UsageError(`can't write ${file}: ${reasonOf(error)}`);
    });
    return report;
  } catch (error) {
    return { file, message: error instanceof UsageError ? error.message : `can't judge ${file}: ${error}` };
  }
}

function judgeText(file: string, before: string, task: Task, { service, facts }: FileContext): Judged {
  // What is asked for on the spot goes before what the project says.
  const rules = { ...facts.rules, ...task.rules };
  let text = before;
  let fixed = 0;
  for (let round = 0; ; round += 1) {
    const analysis = service.analyse(text, languageOf(file));
    const findings = facts.ignored ? [] : service.findings(analysis, rules, facts.ignore);
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
        findings: findings.map((finding) => reported(analysis, text, finding, task.frames)),
        fixed,
        diff: changes.length > 0 ? diffOf(file, text, changed(text, changes)) : null,
        cost: task.cost && costOf(analysis, findings, task.cost, service.knowledge),
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
  const region = (range: Range): Region => regionOf(analysis, range);
  return {
    code,
    severity,
    message,
    pointer: occurrence.pointer,
    value: occurrence.value,
    ...region(occurrence.range),
    fixes: fixes.flatMap((fix) => {
      const [change, ...more] = changesOf(analysis, finding, fix);
      // Told are those that change one place.
      if (!change || more.length > 0) return [];
      return [{ title: fix.title, safe: fix.safe, region: region(change), text: change.text }];
    }),
    suggested: suggestedBy(fixes[0]),
    related: (related ?? []).map(({ place, message }) => ({ ...region(place), message })),
    frame: framed ? frameOf(text, occurrence.range) : null,
  };
}

function regionOf({ lines }: Analysis, { start, end }: Range): Region {
  const [from, to] = [lines.position(start), lines.position(end)];
  return { line: from.line + 1, column: from.character + 1, endLine: to.line + 1, endColumn: to.character + 1 };
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
