/** What a format is. */
import type { Outcome } from '../report.ts';

export interface Format {
  /** Once for each file, in order. */
  tell(outcome: Outcome): void;
  /** After the last one. */
  end(): void;
}
