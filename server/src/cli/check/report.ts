/** What `check` says of one file: plain data, so that it passes between threads and every format is a function of it. */
import type { Severity } from '../../findings/severity.ts';
import type { Range, SourceText } from '../../syntax/text.ts';
import type { Unread } from '../files.ts';

/** A place in a file; lines and columns count from 1, columns in UTF-16 units. The end is the first character that is not in it. */
export interface Region {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Lines and columns of a range, counted from 1. */
export function regionOf(lines: Pick<SourceText, 'position'>, { start, end }: Range): Region {
  const [from, to] = [lines.position(start), lines.position(end)];
  return { line: from.line + 1, column: from.character + 1, endLine: to.line + 1, endColumn: to.character + 1 };
}

export interface ReportedFix {
  readonly title: string;
  readonly safe: boolean;
  readonly region: Region;
  /** What stands there afterwards. */
  readonly text: string;
}

export interface ReportedFinding extends Region {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** JSON pointer of the value. */
  readonly pointer: string;
  readonly value: unknown;
  /** Best first. */
  readonly fixes: readonly ReportedFix[];
  /** The value of the best fix, where it is a number. */
  readonly suggested: number | null;
  readonly related: readonly (Region & { readonly message: string })[];
  /** The line of the finding, as far as it is shown; `null` where nobody asked for it. */
  readonly frame: Frame | null;
}

/** A piece of a line around a finding, and where in it the finding is. */
export interface Frame {
  readonly text: string;
  readonly from: number;
  readonly length: number;
}

/** What wasteful counts of a file cost. `null`: not known. */
export interface Cost {
  /** Counts above what their model can use. */
  readonly counts: number;
  /** Calls of the model more than those of the suggested counts. */
  readonly calls: number;
  /** Share of the calls that these counts make at all, from 0 to 1. */
  readonly share: number;
  /** Of those calls whose time is known. */
  readonly seconds: number | null;
  /** How many these are. */
  readonly timed: number;
  /** The backends that they were measured on: kind and address. */
  readonly measuredOn: readonly string[];
  readonly price: { readonly amount: number; readonly unit: string } | null;
}

export interface Report {
  readonly file: string;
  /** The project wants nothing said of it. */
  readonly isIgnored: boolean;
  readonly dialect: string | null;
  /** Nothing in it was recognised, and it is no project file either. */
  readonly isStrange: boolean;
  /** In the order of the text. */
  readonly findings: readonly ReportedFinding[];
  /** How many values were changed. */
  readonly fixed: number;
  /** What would be changed, as a unified diff; `null` where nobody asked or nothing would. */
  readonly diff: string | null;
  readonly cost: Cost | null;
}

/** Of each file what was said, in the order in which the files were named. */
export type Outcome = Report | Unread;

/** Whether a file could be read. */
export function isReport(outcome: Outcome): outcome is Report {
  return 'findings' in outcome;
}
