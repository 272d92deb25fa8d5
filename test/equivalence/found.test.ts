/** What once was not as read anew, in its smallest form. */
import { expect, test } from 'vitest';
import { Followed } from './follow.ts';
import type { Sample } from './samples.ts';

interface Case {
  readonly name: string;
  readonly languageId: Sample['languageId'];
  readonly text: string;
  /** Texts to replace, one after the other, and what by. */
  readonly edits: readonly (readonly [string, string])[];
}

const CASES: readonly Case[] = [
  {
    name: 'an alias of a block whose anchor stands alone where an entry should: the block is taken apart',
    languageId: 'yaml',
    text: 'steps: 20\nprompt: a\n&x\n  model: sdxl\nc:\n  <<: *x\n  steps: 99\n',
    edits: [['20', '8']],
  },
  {
    name: 'a byte order mark at the start of a later line',
    languageId: 'yaml',
    text: 'prompt: a\nt: step\n',
    edits: [['step\n', 'step\n\ufeff']],
  },
  {
    name: 'LoRAs of a graph in a list before which another item comes: their pointers',
    languageId: 'json',
    text: JSON.stringify(
      [
        1,
        {
          1: { class_type: 'KSampler', inputs: { steps: 20, cfg: 7, model: ['2', 0] } },
          2: { class_type: 'LoraLoader', inputs: { lora_name: 'a.safetensors', strength_model: 1, model: ['3', 0] } },
          3: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'sdxl.safetensors' } },
        },
      ],
      null,
      1,
    ),
    edits: [[' ', '{}, ']],
  },
  {
    name: 'JSON: a byte order mark where the reading begins again',
    languageId: 'json',
    text: '{"steps":20,"prompt":"a","l":[ 1]}',
    edits: [[' ', '\ufeff']],
  },
  {
    name: 'a format that comes and goes by an edit elsewhere: what is at a cursor in the part that another reads then',
    languageId: 'json',
    text: JSON.stringify({
      ...{ infer: 50, target_video_length: 121, sample_shift: 5, sample_guide_scale: 6, enable_cfg: true },
      video_super_resolution: { flow_shift: 2, base_resolution: '480p', guidance_scale: 1, num_inference_steps: 6 },
    }),
    edits: [
      ['infer"', 'infer_steps"'],
      ['infer_steps"', 'infer"'],
    ],
  },
  {
    name: 'an item goes before the one that the file merges: the pointer of what a job beside it inherits',
    languageId: 'yaml',
    text: `jobs:\n- {prompt: a, steps: 20}\n${'- {prompt: c, steps: 21}\n'.repeat(400)}- &two\n  prompt: b\n  steps: 90\n<<: *two\nlast:\n  steps: 4\n  model: sdxl-turbo\n`,
    edits: [['- {prompt: a, steps: 20}\n', '']],
  },
  {
    name: 'what begins as JSON and ends in words: it is JSON again without them',
    languageId: 'yaml',
    text: `//a: b\n{"prompt": "a", "steps": 20, "l": [\n${'{"steps": 5, "prompt": "b"},\n'.repeat(90)}{}]}\nwords: 1\n`,
    edits: [['words: 1', '']],
  },
  {
    name: 'a key of hyphens comes first, which begins no document',
    languageId: 'yaml',
    text: 'x: 1\n----b: c\nsteps: d: 90\nprompt: a\n',
    edits: [['x: 1\n', '']],
  },
];

test.each(CASES)('$name', ({ text, languageId, edits }) => {
  const followed = new Followed({ text, languageId });
  for (const [from, to] of edits) {
    const start = followed.text.indexOf(from);
    expect(start).toBeGreaterThanOrEqual(0);
    followed.change([{ start, end: start + from.length, text: to }]);
    followed.compare(0);
  }
});
