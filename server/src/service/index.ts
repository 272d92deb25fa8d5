/** What can be asked about texts, in one place: the service that editor, command line and tests ask. */
import type { Hover } from 'vscode-languageserver-types';
import { finish } from '../common/slices.ts';
import { type Analysis, findingsOf } from '../features/analysis.ts';
import { type HoverOptions, hover } from '../features/hover.ts';
import type { Finding } from '../findings/finding.ts';
import { type MeasurementsOf, NO_MEASUREMENTS } from '../findings/local.ts';
import type { SeverityChoice } from '../findings/severity.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { FileFacts } from '../project/facts.ts';
import { createOpenTexts, type OpenTexts } from './open-text.ts';

export type { OpenText, OpenTexts } from './open-text.ts';

export interface Service {
  readonly knowledge: Knowledge;
  /** Reads a text in one go. Never throws. */
  analyse(text: string, languageId?: string): Analysis;
  /** A text that will be edited: the analysis is kept and brought up to date. */
  readonly open: OpenTexts;
  /** What is to be said of it, under the user's severities. `ignore`: what the project silences; comments silence, too. */
  findings(
    analysis: Analysis,
    choices?: Readonly<Record<string, SeverityChoice>>,
    ignore?: FileFacts['ignore'],
  ): Finding[];
  /** What is to be said at an offset; `null` where it is nothing. */
  hover(analysis: Analysis, offset: number, options: Omit<HoverOptions, 'measurementsOf'>): Hover | null;
}

/** `measurementsOf`: what is known on this machine at the moment it is called. */
export function createService(knowledge: Knowledge, measurementsOf: MeasurementsOf = NO_MEASUREMENTS): Service {
  const open = createOpenTexts(knowledge, measurementsOf);
  return {
    knowledge,
    open,
    analyse: (text, languageId) => {
      const analysis = finish(open(text, languageId).analysis());
      if (!analysis) throw new Error('A text that nobody edits was edited.');
      return analysis;
    },
    findings: (analysis, choices, ignore) => findingsOf(analysis, knowledge, choices, measurementsOf, ignore),
    hover: (analysis, offset, options) => hover(analysis, offset, knowledge, { ...options, measurementsOf }),
  };
}
