/** data/, compiled once for a test file, and shortcuts from text to what is read in it. */
import { compileData } from '../../build/data.ts';
import type { Analysis } from '../../server/src/features/analysis.ts';
import type { Finding } from '../../server/src/findings/finding.ts';
import { createKnowledge } from '../../server/src/knowledge/knowledge.ts';
import { createService } from '../../server/src/service/index.ts';

export const data = await compileData('data');
export const knowledge = createKnowledge(data);
export const analyser = createService(knowledge);

export function analyse(text: string, languageId?: string): Analysis {
  return analyser.analyse(text, languageId);
}

export function find(text: string, languageId?: string): Finding[] {
  return analyser.findings(analyse(text, languageId));
}

/** Every inference-steps occurrence as `pointer: value`, in file order of generations. */
export function steps(text: string): string[] {
  return analyse(text).reading.generations.flatMap(({ settings }) =>
    settings.filter(({ setting }) => setting === 'inference_steps').map(({ pointer, value }) => `${pointer}: ${value}`),
  );
}
