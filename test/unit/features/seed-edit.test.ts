import { expect, test } from 'vitest';
import { seedEdit } from '../../../server/src/features/seed-edit.ts';
import { analyse } from '../../support/knowledge.ts';

const config = (seed: string): string =>
  `model: stabilityai/stable-diffusion-xl-base-1.0\nprompt: a hill\nsteps: 20\n${seed}`;

/** The text after the seed 7 was written into it; `null` when it can't be. */
function written(text: string): string | null {
  const analysis = analyse(text);
  const edit = seedEdit(analysis, analysis.reading.generations[0], '18446744073709551615');
  if (!edit) return null;
  const start = analysis.lines.offset(edit.range.start.line, edit.range.start.character);
  const end = analysis.lines.offset(edit.range.end.line, edit.range.end.character);
  return text.slice(0, start) + edit.newText + text.slice(end);
}

test.each([
  ['seed: -1\n', 'seed: 18446744073709551615\n'],
  ['seed: "-1" # drawn\n', 'seed: "18446744073709551615" # drawn\n'],
  ['seed: 42', 'seed: 18446744073709551615'],
])('%j becomes %j', (before, after) => {
  expect(written(config(before))).toBe(config(after));
});

test.each(['', 'seed: ${SEED}\n', 'seed:\n'])('nothing is written where there is %j', (seed) => {
  expect(written(config(seed))).toBeNull();
});

test('the seed of a graph is written where the graph holds it', () => {
  const graph = JSON.stringify({
    3: {
      class_type: 'KSampler',
      inputs: {
        seed: ['5', 0],
        steps: 20,
        cfg: 7,
        sampler_name: 'euler',
        scheduler: 'normal',
        denoise: 1,
        model: ['4', 0],
      },
    },
    4: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'sd_xl_base_1.0.safetensors' } },
    5: { class_type: 'PrimitiveInt', inputs: { value: 11 } },
  });
  expect(written(graph)).toBe(graph.replace('"value":11', '"value":18446744073709551615'));
});
