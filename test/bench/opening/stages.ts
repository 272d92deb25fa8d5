/**
 * Reads a text in a fresh process, so many times, and prints what each stage took of the last reading as JSON: milliseconds of
 * processor time. Arguments: dist/, the text's file, its language, how often; or `parser` in place of how often: only what the
 * usual library takes to parse it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTree } from 'jsonc-parser';
import { parseAllDocuments } from 'yaml';
import { check, judge } from '../../../server/src/check/check.ts';
import { finish } from '../../../server/src/common/slices.ts';
import { createReader } from '../../../server/src/dialects/read.ts';
import { NO_MEASUREMENTS } from '../../../server/src/findings/local.ts';
import { createKnowledge } from '../../../server/src/knowledge/knowledge.ts';
import { loadData } from '../../../server/src/knowledge/load.ts';
import { parse } from '../../../server/src/syntax/parse.ts';
import { SourceText } from '../../../server/src/syntax/text.ts';

const [dist, file, language, times] = process.argv.slice(2);
const text = readFileSync(file, 'utf8');
const stages = times === 'parser' ? [parser] : Array<() => Record<string, number>>(Number(times)).fill(reading());
console.log(JSON.stringify(stages.reduce<Record<string, number>>((_, stage) => stage(), {})));

function parser(): Record<string, number> {
  return timed({ parser: () => (language === 'json' ? parseTree(text) : parseAllDocuments(text, { merge: true })) });
}

/** The stages of one reading after the other. What the server does before it is given a text is done by then. */
function reading(): () => Record<string, number> {
  const knowledge = createKnowledge(loadData((name) => readFileSync(join(dist, name), 'utf8')));
  return () => {
    let document: ReturnType<typeof parse>;
    let read: ReturnType<typeof found>;
    let findings: ReturnType<typeof check>;
    const found = () => finish(createReader(knowledge).read(document));
    const lines = new SourceText(text);
    return timed({
      values: () => (document = parse(text, language)),
      generations: () => (read = found()),
      judged: () => finish(judge(read, knowledge, NO_MEASUREMENTS)),
      findings: () => (findings = check(read, knowledge)),
      sent: () =>
        JSON.stringify(
          findings.map(({ occurrence: { range }, ...finding }) => [finding.message, lines.position(range.start)]),
        ),
    });
  };
}

function timed(stages: Readonly<Record<string, () => unknown>>): Record<string, number> {
  const taken: Record<string, number> = {};
  for (const [name, stage] of Object.entries(stages)) {
    const before = mainThread();
    stage();
    taken[name] = mainThread() - before;
  }
  return taken;
}

/** Milliseconds of processor that this thread has had, as Linux counts them: in steps of some milliseconds. */
function mainThread(): number {
  return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
}
