/** What a text says, as plain data: the stable contract of `sweetspot inspect` (version 1), which agents are told, too. */
import { type Generation, type Name, type Occurrence, settingOf, type Via, wholeName } from '../dialects/generation.ts';
import { type Finding, suggestedBy } from '../findings/finding.ts';
import type { Severity } from '../findings/severity.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { runOf } from '../run/index.ts';
import { type RunReport, runReport } from '../run/report.ts';
import type { Analysis } from './analysis.ts';
import { recognisedBy } from './recognised.ts';

interface InspectedName {
  name: string;
  family: string | null;
  pointer: string;
}

export interface InspectedFile {
  file: string;
  dialect: string | null;
  /** Why it was taken for that; where nothing was recognised, what is missing. */
  evidence: string;
  generations: {
    id: string;
    pointer: string;
    model: InspectedName | null;
    accelerators: InspectedName[];
    sampler: { name: string; id: string | null; pointer: string } | null;
    run: RunReport;
    settings: {
      setting: string;
      key: string;
      pointer: string;
      line: number;
      column: number;
      value: Occurrence['value'];
      via: Via;
    }[];
  }[];
  findings: {
    code: string;
    severity: Severity;
    pointer: string;
    line: number;
    column: number;
    value: Occurrence['value'];
    message: string;
    suggested: number | null;
  }[];
}

/** Letters of a text from which on it is told once, however many generations share it: thousands of jobs may have one prompt. */
const LONG = 1000;

/** One file's part of the contract, with what is to be said of it. A count or long text that several generations share (YAML merge) is listed with the first of them only. */
export function inspectFile(
  file: string,
  analysis: Analysis,
  knowledge: Knowledge,
  findings: readonly Finding[],
): InspectedFile {
  const place = ({ range }: Occurrence) => {
    const { line, character } = analysis.lines.position(range.start);
    return { line: line + 1, column: character + 1 };
  };
  // By where they stand: one text may hold several.
  const listed = new Set<number>();
  return {
    file,
    dialect: analysis.reading.dialect,
    evidence: recognisedBy(analysis, knowledge),
    generations: analysis.reading.generations.map((generation) => ({
      id: generation.id,
      pointer: generation.pointer,
      ...names(generation, knowledge),
      run: runReport(runOf(generation, knowledge)),
      settings: generation.settings.flatMap((occurrence) => {
        const { setting, key, pointer, via } = occurrence;
        const value = exactly(occurrence);
        const isCount = setting === 'inference_steps';
        // A count that is computed when the graph runs is no value of the file.
        if (isCount && via === 'link' && value === null) return [];
        if (isCount || (typeof value === 'string' && value.length > LONG)) {
          if (listed.has(occurrence.range.start)) return [];
          listed.add(occurrence.range.start);
        }
        return [{ setting, key, pointer, ...place(occurrence), value, via }];
      }),
    })),
    findings: findings.map(({ code, severity, occurrence, message, fixes }) => ({
      code,
      severity,
      pointer: occurrence.pointer,
      ...place(occurrence),
      value: exactly(occurrence),
      message,
      suggested: suggestedBy(fixes[0]),
    })),
  };
}

function names(generation: Generation, knowledge: Knowledge) {
  const { model, sampling } = runOf(generation, knowledge);
  const named = ({ text, pointer }: Name, family: string | null): InspectedName => ({ name: text, family, pointer });
  const accelerators = generation.loras.flatMap((lora) => {
    const family = knowledge.model(wholeName(lora), 'lora');
    return family ? [named(lora, family.id)] : [];
  });
  // One that the program passes over is named, too.
  const samplerAt = sampling.samplerAt ?? settingOf(generation, 'sampler');
  return {
    model:
      generation.model &&
      named(
        generation.model,
        model.family?.id ?? (model.accelerator && accelerators.length === 0 ? model.accelerator.id : null),
      ),
    accelerators,
    sampler:
      typeof samplerAt?.value === 'string'
        ? { name: samplerAt.value, id: sampling.sampler?.id ?? null, pointer: samplerAt.pointer }
        : null,
  };
}

/** A value with all its digits: a number that would lose some (a seed of 64 bits) as text. */
function exactly({ value, source }: Occurrence): Occurrence['value'] {
  const losesDigits = typeof value === 'number' && !Number.isSafeInteger(value) && /^[-+]?\d+$/.test(source);
  return losesDigits ? source : value;
}
