/** Findings as LSP diagnostics. */

import {
  type CodeDescription,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type Range,
} from 'vscode-languageserver-types';
import { rememberedText } from '../common/memory.ts';
import { visible } from '../common/printable.ts';
import type { Finding } from '../findings/finding.ts';
import type { Severity } from '../findings/severity.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Analysis } from './analysis.ts';
import type { PageLinks } from './links.ts';

const SEVERITY: Readonly<Record<Severity, DiagnosticSeverity>> = {
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
  const { lines } = analysis;
  const pageOf = rememberedText((code) => ({ href: links.rule(knowledge.rule(code)) }));
  return findings.map(({ occurrence, severity, code, message, related }) => {
    const told = diagnostic(code, severity, lines.range(occurrence.range), message, pageOf(code));
    if (knowledge.rule(code).fades) told.tags = [DiagnosticTag.Unnecessary];
    if (related)
      told.relatedInformation = related.map((one) => ({
        location: { uri, range: lines.range(one.place) },
        message: visible(one.message),
      }));
    return told;
  });
}

/** What a rule says at a place. `codeDescription`: where its page is. */
export function diagnostic(
  code: string,
  severity: Severity,
  range: Range,
  message: string,
  codeDescription: CodeDescription,
): Diagnostic {
  return {
    range,
    severity: SEVERITY[severity],
    source: DIAGNOSTIC_SOURCE,
    code,
    codeDescription,
    message: visible(message),
  };
}
