/** For programs: one object, a stable contract (version 1). */

import type { Unread } from '../../files.ts';
import { printFiles } from '../../inspect.ts';
import { type Rates, sumOf } from '../cost.ts';
import { type Cost, isReport } from '../report.ts';
import type { Format } from './format.ts';

/** `rates`: where costs are summed up. */
export function json(rates: Rates | null): Format {
  const files: object[] = [];
  const unread: Unread[] = [];
  const costs: Cost[] = [];
  return {
    tell(outcome) {
      if (!isReport(outcome)) {
        unread.push(outcome);
        return;
      }
      const { file, dialect, findings, fixed, diff, cost } = outcome;
      if (cost) costs.push(cost);
      files.push({
        file,
        dialect,
        findings: findings.map(({ frame, ...finding }) => finding),
        ...(fixed > 0 && { fixed }),
        ...(diff !== null && { diff }),
        ...(cost && { cost }),
      });
    },
    end: () => printFiles(files, unread, rates ? { cost: sumOf(costs, rates) } : {}),
  };
}
