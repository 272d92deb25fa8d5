/** `sweetspot check`: what is to be said of files, for people, editors and programs that look after repositories. */
import type { Severity } from '../../findings/severity.ts';
import type { NodeHost } from '../../host.ts';
import { bytesOf, textFrom } from '../files.ts';
import { complain, readerLeft, write } from '../output.ts';
import { createProgress } from '../terminal.ts';
import type { Command } from '../usage.ts';
import { formatOf } from './formats/index.ts';
import { createJudge, type Judge, type Task } from './judge.ts';
import { type CheckOptions, checkOptions, SEVERITIES } from './options.ts';
import { isReport, type Outcome } from './report.ts';
import { select } from './select.ts';
import { areForThreads, judgeInThreads } from './threads.ts';

/** Exit codes: 0 fine, 1 findings that fail, 2 wrong use, or a file that could not be read or written. */
export const check: Command = async (args, createHost) => {
  let host: NodeHost | null = null;
  const hosted = (): NodeHost => (host ??= createHost());
  const options = checkOptions(args, () => hosted().knowledge, process.stdout.isTTY === true);
  if (options.stdin !== null) return checkInput(options.stdin, options, hosted());
  const { files, others, unread: unfound } = await select(options.named);
  const task = await taskOf(options, hosted);
  const failing = createFailing(options);
  const format = formatOf(options, hosted());
  const progress = createProgress();
  let unread = false;
  const tell = (outcome: Outcome): void => {
    progress.clear();
    if (!isReport(outcome)) {
      unread = true;
      complain(`sweetspot: ${outcome.message}`);
    }
    if (isReport(outcome) && outcome.isIgnored) return;
    format.tell(isReport(outcome) ? failing.of(outcome) : outcome);
  };
  for (const one of unfound) tell(one);
  if (others > 0) complain(`sweetspot: ${others} ${others === 1 ? 'file' : 'files'} of other languages passed over`);
  if (areForThreads(files))
    await judgeInThreads({
      files,
      task,
      folder: hosted().folder,
      signal: readerLeft,
      tell,
      progress: (done) => progress.show({ kind: 'progress', fraction: done / files.length }),
    });
  else await judgeHere(files, createJudge(task, hosted()), tell);
  progress.clear();
  format.end();
  return unread ? 2 : failing.code();
};

/** With what is known of the time of renders, where somebody wants to know what counts cost. */
async function taskOf({ task, cost }: CheckOptions, host: () => NodeHost): Promise<Task> {
  if (!cost) return { ...task, cost: null };
  const { factsFrom } = await import('../measured/index.ts');
  return { ...task, cost: { rates: cost.rates, facts: await factsFrom(cost.measurements, host().knowledge) } };
}

async function judgeHere(files: readonly string[], judge: Judge, tell: (outcome: Outcome) => void): Promise<void> {
  for (const file of files) {
    if (readerLeft.aborted) return;
    tell(await judge.file(file));
  }
}

/** Standard input. With `--fix` the mended text goes to standard output and what is left to say to standard error. */
async function checkInput(name: string, options: CheckOptions, host: NodeHost): Promise<number> {
  const task = await taskOf(options, () => host);
  const { report, text } = await createJudge(task, host).text(name, textFrom(name, await bytesOf('-')));
  const failing = createFailing(options);
  const said = failing.of(report);
  if (task.fix === 'write') {
    write(text);
    for (const { line, column, severity, message, code } of said.findings)
      complain(`${name}:${line}:${column}: ${severity}: ${message} [${code}]`);
    return failing.code();
  }
  const format = formatOf(options, host);
  format.tell(said);
  format.end();
  return failing.code();
}

interface Failing {
  /** Counts what a report says; answers it with what is to be told. */
  of<Report extends { readonly findings: readonly { readonly severity: Severity }[] }>(report: Report): Report;
  /** The exit code by all that was counted. */
  code(): number;
}

function createFailing({ failOn, maxWarnings, quiet }: CheckOptions): Failing {
  const counts = { error: 0, warning: 0, information: 0, hint: 0 };
  const rank = (severity: Severity): number => SEVERITIES.indexOf(severity);
  const fails = (severity: Severity): boolean => failOn !== 'never' && rank(severity) <= rank(failOn);
  return {
    of(report) {
      for (const { severity } of report.findings) counts[severity] += 1;
      return quiet ? { ...report, findings: report.findings.filter(({ severity }) => fails(severity)) } : report;
    },
    code: () =>
      SEVERITIES.some(
        (severity) => fails(severity) && counts[severity] > (severity === 'warning' ? (maxWarnings ?? 0) : 0),
      )
        ? 1
        : 0,
  };
}
