/** Words, numbers and settings of documents that nobody writes. */
import fc from 'fast-check';

export interface Hostile {
  readonly languageId: 'json' | 'yaml' | undefined;
  readonly text: string;
}

export const json = (value: unknown): Hostile => ({ languageId: 'json', text: JSON.stringify(value) });
export const yaml = (text: string): Hostile => ({ languageId: 'yaml', text });
export const times = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => part(index)).join('');

/** Texts that mean something to a language, a terminal, a template or a prototype. */
export const word = fc.oneof(
  fc.constantFrom(
    ...[
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty',
      'valueOf',
      '<<',
      '*a',
      '&a',
      '!!map',
      '%YAML 1.2',
      '---',
    ],
    ...[
      '\0',
      '\ud800',
      '\u2028',
      '\u0085',
      '\ufeff',
      '\u202e',
      '\u001b[31m',
      '${x}',
      '{{x}}',
      '%s',
      '\\',
      '"',
      "'",
      '`',
      '#',
    ],
    ...[
      '`` <img src=x> ``',
      '](command:x)',
      '<lora:x:1>',
      '<lora:',
      'Steps: 9, Sampler: ',
      '{"steps": 9}',
      '--steps 9',
      '/',
      '',
    ],
    ...['sd_xl_base_1.0', 'flux1-schnell', 'lcm-lora', 'euler', 'DPM++ 2M Karras', 'karras', 'sdxl_lightning_4step'],
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
export const words = fc.array(word, { minLength: 1, maxLength: 3 }).map((some) => some.join(' '));
export const number = fc.oneof(
  fc.integer({ min: -1, max: 120 }),
  fc.double(),
  fc.constantFrom(0, -0, 1e21, 2 ** 53, Number.MAX_VALUE, Number.MIN_VALUE),
);
export const scalar = fc.oneof(words, number, fc.boolean(), fc.constant(null), number.map(String));
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  { maxDepth: 3 },
  scalar,
  fc.array(scalar, { maxLength: 4 }),
  fc.dictionary(words, scalar, { maxKeys: 4 }),
);

export const KEYS = [
  ...[
    'steps',
    'num_inference_steps',
    'prompt',
    'negative_prompt',
    'model',
    'sampler',
    'sampler_name',
    'scheduler',
    'cfg_scale',
  ],
  ...[
    'guidance_scale',
    'seed',
    'width',
    'height',
    'size',
    'clip_skip',
    'strength',
    'denoise',
    'loras',
    'lora',
    'frames',
    'params',
  ],
  ...[
    'parameters',
    'workflow',
    'nodes',
    'links',
    'args',
    'command',
    'jobs',
    'config',
    'batch_size',
    'shift',
    'custom_params',
  ],
];
export const key = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...KEYS) }, { weight: 1, arbitrary: words });

/** Settings as a mapping, some right, some of wrong types. */
export const settings = fc
  .tuple(fc.dictionary(key, anything, { maxKeys: 8 }), fc.oneof(number, words))
  .map(([some, steps]): Record<string, unknown> => ({ prompt: 'a', ...some, steps }));
