/** The library: `sweetspot.d.ts` is what it promises. */
import { once } from '../common/memory.ts';
import type { Analysis as Read } from '../features/analysis.ts';
import { oneChangeOf } from '../features/code-actions.ts';
import { pageAbout } from '../features/pages.ts';
import type { Finding } from '../findings/finding.ts';
import { createKnowledge } from '../knowledge/knowledge.ts';
import { loadData } from '../knowledge/load.ts';
import { own } from '../knowledge/own.ts';
import { factsForFile, NO_FACTS, projectKnowledge, readProject } from '../project/index.ts';
import { runOf } from '../run/index.ts';
import { createService } from '../service/index.ts';
import { type FileContext, findingsFor } from '../service/projects.ts';
import type * as face from './sweetspot.d.ts';

/** Put in by the build: the compiled data as text, by the name of its file. */
declare const SWEETSPOT_DATA: Readonly<Record<string, string>>;

const data = loadData((file) => own(SWEETSPOT_DATA, file) ?? '');
/** Indexed with the first question: who only imports does not wait for it. */
const service = once(() => createService(createKnowledge(data)));

export const analyse: typeof face.analyse = (text, { language, rules: choices = {}, project } = {}) => {
  const context = project ? contextOf(project) : { service: service(), facts: NO_FACTS };
  const { knowledge, analyse: read } = context.service;
  const analysis = read(String(text), language);
  const { dialect, evidence, generations } = analysis.reading;
  return {
    dialect,
    evidence,
    generations: generations.map((generation) => {
      const { id, pointer, model, settings } = generation;
      const { steps, model: known } = runOf(generation, knowledge);
      return {
        id,
        pointer,
        model: model && { name: model.text, family: known.family?.id ?? null },
        settings: settings.map(({ setting, key, pointer: at, value }) => ({ setting, key, pointer: at, value })),
        steps: { written: steps.written, executed: steps.executed, calls: steps.calls },
      };
    }),
    findings: findingsFor(context, analysis, choices).map((finding) => findingOf(analysis, finding)),
  };
};

/** What is known and told of a text that belongs to a project. */
function contextOf({ text, path }: face.Project): Pick<FileContext, 'service' | 'facts'> {
  const { knowledge } = service();
  const { project } = readProject(String(text), knowledge);
  const facts = factsForFile(project, String(path).replaceAll('\\', '/'));
  const theirs = projectKnowledge(knowledge, project, facts);
  return { service: theirs === knowledge ? service() : createService(theirs), facts };
}

function findingOf(analysis: Read, finding: Finding): face.Finding {
  const { code, severity, message, occurrence, fixes } = finding;
  const { start, end } = occurrence.range;
  const { line, character } = analysis.lines.position(start);
  return {
    code,
    severity,
    message,
    pointer: occurrence.pointer,
    range: { start, end },
    line: line + 1,
    column: character + 1,
    fixes: fixes.flatMap((fix) => {
      const change = oneChangeOf(analysis, finding, fix);
      const { title, safe } = fix;
      return change ? [{ title, safe, range: { start: change.start, end: change.end }, text: change.text }] : [];
    }),
  };
}

export const fixed: typeof face.fixed = (text, { findings }) => {
  const changes = findings
    .flatMap(({ fixes }) => fixes.find(({ safe }) => safe) ?? [])
    .sort((one, other) => one.range.start - other.range.start);
  let from = 0;
  let done = '';
  for (const { range, text: put } of changes) {
    // Of two for one place the first is meant.
    if (range.start < from) continue;
    done += text.slice(from, range.start) + put;
    from = range.end;
  }
  return done + text.slice(from);
};

export const explain: typeof face.explain = (topic) => pageAbout(topic, service().knowledge)?.markdown ?? null;

export const rules: typeof face.rules = data.rules.map(({ code }) => code);
