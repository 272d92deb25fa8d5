/** What rules produce. */
import type { Generation, Occurrence } from '../dialects/generation.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Subject } from './subject.ts';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** A replacement of the value by another count. */
export interface Fix {
  readonly title: string;
  readonly value: number;
  /** Certain enough to be applied with all others at once. */
  readonly safe: boolean;
}

export interface Finding {
  /** Stable; also the name of its page in data/rules and of its severity setting. */
  readonly code: string;
  readonly severity: Severity;
  readonly occurrence: Occurrence;
  readonly message: string;
  readonly fix: Fix | null;
  /** The other place of a conflict. */
  readonly related?: { readonly occurrence: Occurrence; readonly message: string };
}

export interface RuleInput {
  readonly generation: Generation;
  readonly subject: Subject;
  readonly knowledge: Knowledge;
}

/** A rule: pure, synchronous, one file of its own. */
export type Rule = (input: RuleInput) => Finding[];
