/** What YAML can be written like, and what it is like while it is written. */

/** Texts by what they are there for. */
export const YAML_SYNTAX: Readonly<Record<string, string>> = {
  'directives and ends of documents': `%YAML 1.2
%TAG ! tag:example.com,2026:
---
prompt: a
steps: 20
...
# between
---
prompt: b
num_inference_steps: 7
...
`,
  tags: `!!map
model: !!str sdxl
steps: !!int "20"
prompt: !text a
sampler: !<tag:yaml.org,2002:str> euler
params: !p
  cfg: !!float 7
seeds: !!seq [1, !!int 2]
bin: !!binary aGVsbG8=
`,
  'question mark keys': `? steps
: 20
? prompt
: a
? [a, b]
: c
? {x: 1}
: - d
? |
  long
: 1
? only
? cfg
:
  7
model: sdxl
`,
  'flow over many lines': `job: {
  prompt: a, steps: 20,
  cfg: 7, # c
  loras: [
    {name: lcm-lora-sdxl, weight: 1},
    {name: x, weight: 0.5}
  ]
}
jobs: [ {steps: 1, prompt: "a, b"}, {steps: 2,
 prompt: 'it''s'}, [ ], { } ]
pair: [steps: 3, "a": b, ? c : d]
`,
  'scalars over many lines': `prompt: a cat
  on a sofa
  steps 20
negative: "one
  two

  three"
other: 'x

  y'
text: >2-
    folded

   more
keep: |+
  a

  b

steps: 20
model: sdxl
`,
  'duplicate keys': `steps: 20
prompt: a
steps: 30
params:
  cfg: 7
  cfg: 8
  steps: 5
  steps: 6
params:
  steps: 7
  prompt: b
<<: {seed: 1}
<<: {seed: 2}
`,
  'deep nesting': `a:
  b:
    c:
      - - - d:
              e:
                steps: 20
                prompt: a
                f: [[[[{g: {h: [1, {i: *j}]}}]]]]
          - steps: 2
            prompt: &j k
      - l:
          m:
            n:
              steps: 99
              prompt: z
`,
  tabs: `model:\tsdxl
prompt: a\t# c
steps:\t20\t
\tcfg: 7
params:
  seed:\t1
\t- x
list:
-\ta
-\tsteps: 3
`,
  'comments and blank lines': `# top

  # indented
steps: 20 # twenty
#prompt: no
prompt: a#b

jobs:
  # before

  - steps: 5
    # in
    prompt: x

  #- steps: 6
# end
`,
  'a conflict of versions': `model: sdxl
prompt: a
<<<<<<< HEAD
steps: 20
=======
steps: 30
>>>>>>> theirs
cfg: 7
`,
  'being typed': `model: sdxl
prompt: "open
steps: 20
ste
cfg:
jobs:
  - prompt: [a
    steps: 2
  - {steps: 3
  -
 odd: 1
other: : x
`,
  'other line breaks and letters': `prompt: "a\u2028b"
é: ñ
prompt: 😀 cat
steps: 20 # 😀
model: x\u0085y
k\u2029: 1
steps: 2
`,
  nothing: '',
};
