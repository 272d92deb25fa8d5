/** Mistakes in a project file, as findings of a rule. */
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { readProject } from '../../project/index.ts';
import { SourceText } from '../../syntax/text.ts';
import { type Report, regionOf } from './report.ts';

const CODE = 'project-file';

/** What is to be said of the text of a project file. Pure. */
export function projectReport(file: string, text: string, knowledge: Knowledge): Report {
  const lines = new SourceText(text);
  const { severity } = knowledge.rule(CODE);
  const findings = readProject(text, knowledge).problems.map(({ message, ...place }) => ({
    ...{ code: CODE, severity, message, pointer: '', value: null },
    ...regionOf(lines, place),
    ...{ fixes: [], suggested: null, related: [], frame: null },
  }));
  return { file, isIgnored: false, isStrange: false, dialect: null, findings, fixed: 0, diff: null, cost: null };
}
