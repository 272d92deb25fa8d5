/** For people: `file:line:column: severity: message [code]`, as compilers say it; on a terminal with the line it is about. */

import { duration } from '../../../common/duration.ts';
import type { Severity } from '../../../findings/severity.ts';
import { money } from '../../../verdicts/local-cost.ts';
import { type Piece, printDiff, printStyled, type Style } from '../../output.ts';
import { type Rates, sumOf } from '../cost.ts';
import { type Cost, isReport, type Report, type ReportedFinding } from '../report.ts';
import type { Format } from './format.ts';

const STYLES: Readonly<Record<Severity, Style>> = {
  error: 'red',
  warning: 'yellow',
  information: 'blue',
  hint: 'cyan',
};

export function text({ rates, isFix }: { readonly rates: Rates | null; readonly isFix: boolean }): Format {
  let [files, strange, found, fixed, fixable, unread] = [0, 0, 0, 0, 0, 0];
  const bySeverity = new Map<Severity, number>();
  const costs: Cost[] = [];
  /** Silence about a file that was read is another than about one that was not. */
  const whyNothing = (): string =>
    strange === files ? ': no generation settings were recognised ("sweetspot inspect FILE" says why)' : '';
  return {
    tell(outcome) {
      if (!isReport(outcome)) {
        unread += 1;
        return;
      }
      files += 1;
      if (outcome.isStrange) strange += 1;
      found += outcome.findings.length;
      fixed += outcome.fixed;
      for (const finding of outcome.findings) {
        printStyled(...findingLines(outcome, finding));
        bySeverity.set(finding.severity, (bySeverity.get(finding.severity) ?? 0) + 1);
        if (finding.fixes.some(({ safe }) => safe)) fixable += 1;
      }
      if (outcome.diff !== null) printDiff(outcome.diff);
      if (outcome.cost && outcome.cost.counts > 0) {
        costs.push(outcome.cost);
        printStyled([{ style: 'bold', text: outcome.file }, `: ${costWords(outcome.cost)}`]);
      }
    },
    end() {
      if (isFix && fixed > 0) printStyled([`${counted(fixed, 'value')} fixed.`]);
      if (found > 0) {
        const kinds = Object.keys(STYLES).flatMap((severity) => {
          const count = bySeverity.get(severity as Severity) ?? 0;
          return count === 0
            ? []
            : [severity === 'information' ? `${count} for information` : counted(count, severity)];
        });
        const mended = !isFix && fixable > 0 ? ` --fix mends ${fixable}.` : '';
        printStyled([`${counted(found, 'finding')}${amongFiles(files)}: ${kinds.join(', ')}.${mended}`]);
      }
      if (files > 0 && found === 0) printStyled([`Nothing to report${amongFiles(files)}${whyNothing()}.`]);
      // What could not be read has been told.
      if (files === 0 && unread === 0) printStyled(['No file was checked.']);
      if (rates) printStyled([{ style: 'bold', text: 'In all' }, `: ${costWords(sumOf(costs, rates))}`]);
    },
  };
}

function findingLines({ file }: Report, finding: ReportedFinding): Piece[][] {
  const { line, column, severity, message, code, fixes, frame } = finding;
  const place: Piece = { style: 'bold', text: `${file}:${line}:${column}` };
  const head: Piece[] = [
    place,
    ': ',
    { style: STYLES[severity], text: severity },
    `: ${message} `,
    { style: 'dim', text: `[${code}]` },
  ];
  const fix: Piece[][] = fixes.length > 0 ? [[`    ${fixes[0].title}`]] : [];
  if (!frame) return [head, ...fix];
  const number = String(line);
  const gutter: Piece = { style: 'dim', text: `${' '.repeat(number.length + 2)}| ` };
  return [
    head,
    [{ style: 'dim', text: ` ${number} | ` }, frame.text],
    [gutter, ' '.repeat(frame.from), { style: STYLES[severity], text: '^'.repeat(frame.length) }],
    ...fix,
    [],
  ];
}

function costWords({ counts, calls, share, seconds, timed, measuredOn, price }: Cost): string {
  const rest = timed < calls ? ` for ${timed} of them` : '';
  const where = measuredOn.length > 0 ? ` as measured on ${measuredOn.join(' and ')}` : '';
  const amounts = [
    ...(seconds === null ? [] : [`${duration(seconds)}${rest}${where}`]),
    ...(price === null ? [] : [money(price.amount, price.unit)]),
  ];
  if (counts === 0) return 'no wasteful step counts.';
  return (
    `${counted(counts, 'wasteful step count')} ${counts === 1 ? 'makes' : 'make'} ${counted(calls, 'model call')} too many ` +
    `(${Math.round(100 * share)} % of theirs)${amounts.length > 0 ? `: ${amounts.join(', ')}` : ''}.`
  );
}

/** How many files that is said of; of one it goes without saying. */
function amongFiles(files: number): string {
  return files === 1 ? '' : ` in ${counted(files, 'file')}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
