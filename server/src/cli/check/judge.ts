/** Reads, judges and mends one file. */
import { writeFile } from 'node:fs/promises';
import { createTwoFilesPatch } from 'diff';
import type { Analysis } from '../../features/analysis.ts';
import { changeOf } from '../../features/code-actions.ts';
import { type Finding, suggestedBy } from '../../findings/finding.ts';
import type { SeverityChoice } from '../../findings/severity.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { createService } from '../../service/index.ts';
import type { Range } from '../../syntax/text.ts';
import { bytesOf, reasonOf, textFrom } from '../files.ts';
import { languageOf } from '../languages.ts';
import { bytesLike } from '../text-of.ts';
import { UsageError } from '../usage.ts';
import { costOf, type Rates } from './cost.ts';
import { changed, safeChanges } from './mend.ts';
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

/** Judges a file that can be read; what can't be is an outcome, too. Never throws. */
export async function judgeFile(file: string, task: Task, knowledge: Knowledge): Promise<Outcome> {
  try {
    const bytes = await bytesOf(file);
    const before = textFrom(file, bytes);
    const { report, text } = judgeText(file, before, task, knowledge);
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

/** Judges a text, and what is left after its safe fixes where these are asked for. `file`: its name. Pure. */
export function judgeText(file: string, before: string, task: Task, knowledge: Knowledge): Judged {
  const service = createService(knowledge);
  let text = before;
  let fixed = 0;
  for (let round = 0; ; round += 1) {
    const analysis = service.analyse(text, languageOf(file));
    const findings = service.findings(analysis, task.rules);
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
        dialect: analysis.reading.dialect,
        findings: findings.map((finding) => reported(analysis, text, finding, task.frames)),
        fixed,
        diff: changes.length > 0 ? diffOf(file, text, changed(text, changes)) : null,
        cost: task.cost && costOf(analysis, findings, task.cost, knowledge),
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
    fixes: fixes.map((fix) => {
      const { start, end, text: put } = changeOf(analysis, finding, fix);
      return { title: fix.title, safe: fix.safe, region: region({ start, end }), text: put };
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
