/** Findings as LSP diagnostics. */

import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import { rememberedText } from '../common/memory.ts';
import type { Finding } from '../findings/finding.ts';
import type { Severity } from '../findings/severity.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Range } from '../syntax/text.ts';
import type { Analysis } from './analysis.ts';
import type { PageLinks } from './links.ts';

export const SEVERITY: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export const DIAGNOSTIC_SOURCE = 'sweetspot';

/** One diagnostic a finding, on the value, with a link to the rule's page. */
export function diagnostics(
  analysis: Analysis,
  findings: readonly Finding[],
  uri: string,
  knowledge: Knowledge,
  links: PageLinks,
): Diagnostic[] {
  const at = (range: Range) => ({
    start: analysis.lines.position(range.start),
    end: analysis.lines.position(range.end),
  });
  const pageOf = rememberedText((code) => ({ href: links.rule(knowledge.rule(code)) }));
  return findings.map(({ occurrence, severity, code, message, related }) => {
    const found: Diagnostic = {
      range: at(occurrence.range),
      severity: SEVERITY[severity],
      source: DIAGNOSTIC_SOURCE,
      code,
      codeDescription: pageOf(code),
      message,
    };
    if (knowledge.rule(code).fades) found.tags = [DiagnosticTag.Unnecessary];
    if (related)
      found.relatedInformation = related.map((one) => ({
        location: { uri, range: at(one.place) },
        message: one.message,
      }));
    return found;
  });
}
