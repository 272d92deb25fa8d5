/** Of a dense file only so many generations are read, of whatever formats, and the first that is not is told. */
import { expect, test } from 'vitest';
import { createService } from '../../../server/src/service/index.ts';
import { FEWEST_READ } from '../../../server/src/syntax/sizes.ts';
import { knowledge } from '../../support/knowledge.ts';

const service = createService(knowledge);
const many = <Thing>(make: (index: number) => Thing): Thing[] =>
  Array.from({ length: FEWEST_READ + 10 }, (_, index) => make(index));
const sampler = { class_type: 'KSampler', inputs: { steps: 9 } };

test.each([
  ['samplers of one graph', () => Object.fromEntries(many((index) => [`s${index}`, sampler]))],
  ['graphs of one sampler', () => many((index) => ({ [`s${index}`]: sampler }))],
  ['jobs', () => many((index) => ({ steps: 9, prompt: `s${index}` }))],
  ['graphs, then jobs', () => many((index) => (index < 100 ? { 1: sampler } : { steps: 9, prompt: `s${index}` }))],
])('%s', (_, make) => {
  const text = JSON.stringify(make());
  const analysis = service.analyse(text, 'json');
  expect(analysis.reading.generations).toHaveLength(FEWEST_READ);
  const told = service.findings(analysis).filter(({ code }) => code === 'file-too-large');
  expect(told).toHaveLength(1);
  const last = analysis.reading.generations.at(-1)?.range.end ?? 0;
  expect(told[0].occurrence.range.start).toBeGreaterThan(last);
  expect(text.slice(last, told[0].occurrence.range.start).length).toBeLessThan(20);
});
