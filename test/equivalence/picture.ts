/** Everything that can be seen of an analysis, as text: values, generations and findings, each with its places. */
import type { Lora, Name, Occurrence } from '../../server/src/dialects/generation.ts';
import type { Analysis } from '../../server/src/features/analysis.ts';
import { findingsOf } from '../../server/src/features/analysis.ts';
import type { Knowledge } from '../../server/src/knowledge/knowledge.ts';
import type { Range, Value } from '../../server/src/syntax/document.ts';
import { walk } from '../../server/src/syntax/navigate.ts';

export function pictureOf(analysis: Analysis, knowledge: Knowledge): string[] {
  const { document, reading } = analysis;
  const lines: string[] = [`${document.format}, ${document.roots.length} documents`];
  walk(document, (value) => {
    lines.push(valueLine(value));
    if (value.kind === 'map')
      for (const { key, merge } of value.entries) lines.push(`  key ${key.text} ${place(key)}${merge ? ' merge' : ''}`);
    return true;
  });
  lines.push(`read as ${reading.dialect}: ${reading.evidence}`);
  for (const { range, model, loras, settings, ...rest } of reading.generations) {
    lines.push(`generation ${place(range)} ${JSON.stringify(rest)}`);
    if (model) lines.push(`  model ${nameLine(model)}`);
    for (const lora of loras) lines.push(`  lora ${loraLine(lora)}`);
    for (const occurrence of settings) lines.push(`  ${occurrenceLine(occurrence)}`);
  }
  for (const { code, severity, occurrence, message, fixes, related } of findingsOf(analysis, knowledge)) {
    lines.push(`${severity} ${code} ${place(occurrence.range)} ${message}`);
    for (const { title, value, range } of fixes) lines.push(`  fix ${title}: ${value} ${place(range ?? null)}`);
    if (related) lines.push(`  with ${place(related.occurrence.range)} ${related.message}`);
  }
  return lines;
}

function valueLine(value: Value): string {
  const common = `${value.kind} ${place(value)} at ${value.key}`;
  switch (value.kind) {
    case 'scalar':
      return `${common} ${value.style} ${typeof value.value} ${value.value} <${value.source}>`;
    case 'alias':
      return `${common} *${value.name} is ${place(value.target)}`;
    case 'list':
      return `${common} of ${value.items.length}`;
    case 'map':
      return `${common} of ${value.entries.length}`;
  }
}

function nameLine({ range, ...rest }: Name): string {
  return `${place(range)} ${JSON.stringify(rest)}`;
}

function loraLine({ range, weightRange, ...rest }: Lora): string {
  return `${place(range)} ${place(weightRange)} ${JSON.stringify(rest)}`;
}

function occurrenceLine({ range, keyRange, ...rest }: Occurrence): string {
  return `${place(range)} ${place(keyRange)} ${JSON.stringify(rest)} ${rest.value}`;
}

function place(range: Range | null): string {
  return range ? `${range.start}-${range.end}` : 'nowhere';
}
