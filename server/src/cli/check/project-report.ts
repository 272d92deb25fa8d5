/** Mistakes in a project file, as findings of a rule. */
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { readProject } from '../../project/index.ts';
import { SourceText } from '../../syntax/text.ts';
import type { Report } from './report.ts';

const CODE = 'project-file';

/** What is to be said of the text of a project file. Pure. */
export function projectReport(file: string, text: string, knowledge: Knowledge): Report {
  const lines = new SourceText(text);
  const { severity } = knowledge.rule(CODE);
  const findings = readProject(text, knowledge).problems.map(({ start, end, message }) => {
    const [from, to] = [lines.position(start), lines.position(end)];
    return {
      code: CODE,
      severity,
      message,
      pointer: '',
      value: null,
      line: from.line + 1,
      column: from.character + 1,
      endLine: to.line + 1,
      endColumn: to.character + 1,
      fixes: [],
      suggested: null,
      related: [],
      frame: null,
    };
  });
  return { file, isIgnored: false, isStrange: false, dialect: null, findings, fixed: 0, diff: null, cost: null };
}
