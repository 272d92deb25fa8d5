/** Prints every finding over the labelled corpus, for people to read: `npx tsx test/corpus/list-findings.mts [folder]`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findingsOf } from '../../server/src/features/analysis.ts';
import { analyse, knowledge } from '../support/knowledge.ts';

const folder = process.argv[2] ?? '../shared/corpus/dev';
const counts = new Map<string, number>();
for (const name of readdirSync(folder).sort()) {
  if (!/\.(json|jsonc|ya?ml)$/.test(name) || /^(labels|list)\.json$/.test(name)) continue;
  const analysis = analyse(readFileSync(join(folder, name), 'utf8'), name.endsWith('.json') ? 'json' : 'yaml');
  const findings = findingsOf(analysis, knowledge);
  if (findings.length > 0) console.log(`\n${name} (${analysis.reading.dialect})`);
  for (const { code, severity, occurrence, message, fixes } of findings) {
    const line = analysis.lines.position(occurrence.range.start).line + 1;
    counts.set(code, (counts.get(code) ?? 0) + 1);
    console.log(`  ${line} ${severity} ${code}: ${message} ${fixes.map(({ title }) => `[${title}]`).join(' ')}`);
  }
}
console.log(`\n${[...counts].map(([code, count]) => `${count} ${code}`).join(', ')}`);
