/**
 * Documents that nobody writes: deep, long, wide, in circles, of wrong types, with names and numbers that break readers. Small ones,
 * so that thousands are tried in a minute; those of `large` are of the sizes at which time and memory tell.
 */
import fc from 'fast-check';
import { anything, type Hostile, json, key, number, settings, word, words, yaml } from './words.ts';

export * from './words.ts';

const node = fc.nat({ max: 7 });
const link = fc.oneof(
  fc.tuple(node.map(String), fc.nat({ max: 3 })),
  fc.constantFrom(['nope', 0], [null, null], ['0'], [['0', 0], 0], ['__proto__', 0]),
);
const CLASSES = [
  ...[
    'KSampler',
    'KSamplerAdvanced',
    'CheckpointLoaderSimple',
    'LoraLoader',
    'LoraLoaderModelOnly',
    'CLIPTextEncode',
    'Reroute',
  ],
  ...[
    'PrimitiveInt',
    'SamplerCustomAdvanced',
    'BasicScheduler',
    'CFGGuider',
    'EmptyLatentImage',
    'ConditioningCombine',
    'SetNode',
  ],
  ...['GetNode', 'SplitSigmas', 'FluxGuidance', 'UNETLoader', 'constructor', 'PrimitiveNode'],
];
const className = fc.constantFrom(...CLASSES);
const INPUTS = [
  ...[
    'model',
    'positive',
    'negative',
    'latent_image',
    'steps',
    'cfg',
    'seed',
    'sampler_name',
    'scheduler',
    'denoise',
    'ckpt_name',
  ],
  ...[
    'lora_name',
    'strength_model',
    'text',
    'clip',
    'value',
    'sigmas',
    'guider',
    'sampler',
    'conditioning',
    'start_at_step',
    '__proto__',
  ],
];
const input = fc.constantFrom(...INPUTS);

/** Graphs of ComfyUI with circles, missing nodes and wrong types: nodes take from any of the same few. */
const apiGraph = fc
  .array(
    fc.record({ class_type: fc.oneof(className, anything), inputs: fc.dictionary(input, fc.oneof(link, anything)) }),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .map((nodes) => json(Object.fromEntries(nodes.map((each, index) => [String(index), each]))));

const slots = fc.array(
  fc.record({
    name: input,
    type: fc.constantFrom('MODEL', '*', 'INT'),
    link: fc.nat({ max: 9 }),
    links: fc.array(fc.nat({ max: 9 })),
  }),
  { maxLength: 4 },
);
const workflowNode = fc.record({
  id: fc.oneof(node, anything),
  type: fc.oneof(className, fc.constantFrom('a', 'b', 'workflow>g')),
  mode: fc.constantFrom(0, 2, 4, 'constructor'),
  inputs: fc.oneof(slots, anything),
  outputs: slots,
  widgets_values: fc.oneof(fc.constant([5, 'fixed', 99, 7, 'euler', 'normal', 1]), anything),
});
const wires = fc.array(
  fc.oneof(
    fc.tuple(fc.nat({ max: 9 }), node, fc.nat({ max: 2 }), node, fc.nat({ max: 2 }), fc.constant('MODEL')),
    anything,
  ),
  { maxLength: 9 },
);
const inside = fc.record({ nodes: fc.array(workflowNode, { maxLength: 4 }), links: wires });
const workflow = fc
  .record({
    nodes: fc.array(workflowNode, { minLength: 1, maxLength: 8 }),
    links: wires,
    definitions: fc.record({
      subgraphs: fc.tuple(inside, inside).map(([a, b]) => [
        { id: 'a', ...a },
        { id: 'b', ...b },
      ]),
    }),
    extra: fc.record({ groupNodes: fc.record({ g: inside }) }),
  })
  .map(json);

/** YAML with anchors, merges and aliases of anything, its own block among it. */
const anchors = fc
  .array(
    fc.tuple(
      fc.nat({ max: 4 }),
      fc.nat({ max: 4 }),
      fc.constantFrom('<<: ', 'b: ', '? ', '- '),
      key,
      fc.oneof(number, word),
    ),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .map((blocks) =>
    yaml(
      `${blocks
        .map(
          ([own, other, by, name, value], index) =>
            `k${index}: &a${own}\n  ${by}*a${other}\n  ${name}: ${value}\n  steps: 20\n`,
        )
        .join('')}prompt: x\n`,
    ),
  );

const lineEnd = fc.constantFrom('\n', '\r\n', '\r', '\u2028', '\u0085', '\f', '\n\n', '\n\t', '\n\ufeff');
/** Lines of settings as they are typed, with odd line ends, indents, quotes and marks. */
const lines = fc
  .array(
    fc.tuple(
      fc.constantFrom('', '  ', '- ', '? ', '\t', '# ', '"', "'", '|', '- - ', '<<<<<<< '),
      key,
      fc.constantFrom(': ', ':', ' : ', ''),
      fc.oneof(words, number.map(String)),
      lineEnd,
    ),
    { maxLength: 12 },
  )
  .map((parts) => yaml(parts.map((part) => part.join('')).join('')));

/** What repeats: a piece, in front of and behind settings. */
const PIECES = [
  '[',
  ']',
  '{',
  '}',
  '{"a":',
  '{"steps":{"a":',
  '- ',
  '? ',
  '&a ',
  '*a ',
  '"',
  "'",
  '\\"',
  '/*',
  '//',
  '#',
  ',',
  ':',
  ': ',
  ' ',
  '\t',
  '\n',
  '...\n',
  '---\n',
  '(',
  '<lora:',
  '${',
  '{{',
  '%',
  'a:b',
  '-',
  '|',
  '>',
];
const repeated = fc
  .tuple(fc.constantFrom(...PIECES), fc.integer({ min: 1, max: 300 }), fc.nat({ max: 2 }), fc.boolean())
  .map(([piece, count, place, isJson]): Hostile => {
    const many = piece.repeat(count);
    if (isJson) {
      const body = '"prompt":"a","model":"sdxl","steps":99';
      return { languageId: 'json', text: [`${many}{${body}}`, `{${body},${many}}`, `{${body},"x":${many}`][place] };
    }
    return yaml(
      [
        `${many}\nsteps: 99\nprompt: a\n`,
        `steps: 99\nprompt: a\n${many}\nmodel: sdxl\n`,
        `steps: 99\nx: ${many}b: c\nprompt: a\n`,
      ][place],
    );
  });

/** One text in every field that reads texts. */
const inFields = fc
  .tuple(words, fc.constantFrom('json', 'text', 'args'), fc.integer({ min: 1, max: 40 }))
  .map(([text, form, count]) => {
    const long = text.repeat(count);
    if (form === 'text')
      return json({ parameters: `${long}\nSteps: 99, Sampler: ${text}, Seed: ${long}, Model: ${text}` });
    if (form === 'args') return json({ command: `x --steps 99 --prompt ${long}`, args: ['--steps', text, long] });
    return json({
      prompt: long,
      model: long,
      steps: 99,
      sampler_name: long,
      scheduler: text,
      seed: long,
      size: long,
      loras: [{ name: long, weight: 2 }],
    });
  });

export const hostile: fc.Arbitrary<Hostile> = fc.oneof(
  settings.map(json),
  fc.array(settings, { maxLength: 4 }).map((jobs) => json({ jobs })),
  settings.map((some) => ({ languageId: undefined, text: JSON.stringify(some, null, 1) })),
  apiGraph,
  workflow,
  anchors,
  lines,
  repeated,
  inFields,
);
