/** YAML of every shape, small: what a large file has is met in few lines, and each edit is compared with reading all of it anew. */
import { YAML_SYNTAX } from './yaml-syntax.ts';

/** Texts by what they are there for. */
export const YAML: Readonly<Record<string, string>> = {
  'flat arguments': `# a portrait
model: sdxl_lightning_4step.safetensors
prompt: "a cat, <lora:add_detail:0.7>"
negative_prompt: bad hands
steps: 30
guidance_scale: 7.5   # too much
seed: 12345678901234567890
width: 1000
height: 1024
sampler: Euler a
`,
  'a list of jobs': `- id: one
  model: sdxl
  prompt: |
    a cat <lora:x:0.5>

    on a sofa
  steps: 20
  params:
    seed: 1
    size: [1024, 1024]
- id: two
  model: flux1-schnell
  prompt: >-
    a dog
  num_inference_steps: 28
  guidance_scale: 3
-
  steps: 200
  prompt: b
`,
  'jobs below defaults': `defaults: &d
  steps: 20
  model: flux1-schnell
jobs:
  - <<: *d
    prompt: a
  - <<: *d
    prompt: b
    steps: 50
  # the last one
  - prompt: c
    cfg: 7
tail: 1
`,
  'what jobs take by name and by link': `defaults:
  - model: fast
  - sampling: hq
common: {steps: 30, cfg: 5}
model:
  fast: {name: flux1-schnell}
  slow: {name: sdxl}
sampling: &s
  hq: &h {num_inference_steps: 50, sampling: {seed: 1}}
  lq:
    steps: 4
jobs:
  - {model: sdxl, prompt: a, sampling: lq}
  - params: *h
    model: flux1-schnell
  - <<: *h
    prompt: b
    stages: [{steps: 3}]
  - prompt: c
    presets: *s
`,
  'a list at the column of its key': `model: sdxl
jobs: # here
- prompt: a
  steps: 20
- prompt: b
  steps: 80

- steps: 3
  prompt: c
config:
  seed: 1
`,
  'anchors and merges': `base: &base
  num_inference_steps: 20
  cfg: 7
job0: &job0
  <<: *base
  seed: 0
  prompt: x
  list:
  - *base
  - steps: 1
    cfg_scale: 3
job1: &job1
  <<: [*job0, *base]
  prompt: &p y
job2:
  !!merge <<: *job1
  negative_prompt: *p
`,
  'anchors of every kind': `s: &s 20
&k key: &m { steps: *s, prompt: a }
l: &l [*s, &t 30, {steps: *t, cfg: 7}]
again: &s 40
steps: *s
prompt: &p |
  a cat
q: *p
*k : 1
self: &self
  steps: 5
  seed: 2
  inner: *self
gone: *nothing
m2:
  <<: [*m, *self, { cfg: 3 }]
`,
  'anchors on lines of their own': `a:
  &x
  model: sdxl
  steps: 9
b: !conf &y
  - *x
  - &z
    prompt: p
    steps: 60
c:
  <<: *x
  prompt: *y
d: [*z, *z]
`,
  'anchors that are used before and again': `jobs:
- &one
  prompt: a
  steps: 20
- <<: *one
  seed: 1
- &one
  prompt: b
  steps: 90
- <<: *one
  seed: 2
- <<: *two
last: &two { steps: 4, model: sdxl-turbo }
`,
  'a stream of documents': `---
# doc 0
model: sdxl
prompt: a
steps: 10
--- # next
- b: 1
  c: 2
---
nested:
  a: &a
    steps: 100
    prompt: x
    cfg: 7
  b: *a
--- !tag
steps: 3
---
`,
  'JSON in a YAML file': `{
  "model": "sdxl",
  "jobs": [
    { "prompt": "a", "steps": 20, "cfg_scale": 7 },
    { "prompt": "b\\u0020c", "steps": 150, "sampler_name": "Euler a" }
  ],
  "seed": 1
}
`,
  'a workflow of GitHub': `on: [push]
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: |
          npm test
        with: { steps: 20 }
`,
  'training configuration': `config:
  name: x
  process:
    - type: sd_trainer
      train:
        steps: 2000
        lr: 1e-4
      sample:
        sampler: flowmatch
        sample_steps: 20
        guidance_scale: 4
        prompts: [a, b]
      model:
        name_or_path: black-forest-labs/FLUX.1-dev
meta: {name: "[name]", version: '1.0'}
`,
  'text with settings in it': `parameters: "a cat\\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 5, Size: 512x512"
note: |
  a dog
  Negative prompt: bad
  Steps: 150, Sampler: DPM++ 2M Karras, CFG scale: 1
prompt: /imagine a cat --s 20
steps: 5
`,
  'a long flat map': `model: sdxl
prompt: a
steps: 20
${Array.from({ length: 36 }, (_, index) => `k${index}: ${index}\n`).join('')}cfg: 7
steps: 40
`,
  ...YAML_SYNTAX,
};
