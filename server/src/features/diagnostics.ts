/** Findings as LSP diagnostics. */
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver-types';
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
  return findings.map((finding) => ({
    range: at(finding.occurrence.range),
    severity: SEVERITY[finding.severity],
    source: DIAGNOSTIC_SOURCE,
    code: finding.code,
    codeDescription: { href: links.rule(knowledge.rule(finding.code)) },
    message: finding.message,
    ...(finding.related && {
      relatedInformation: finding.related.map(({ place, message }) => ({
        location: { uri, range: at(place) },
        message,
      })),
    }),
  }));
}
