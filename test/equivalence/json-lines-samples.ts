/** Files of JSON lines to be edited. */

export const lines = (value: unknown): string => JSON.stringify(value, null, 1);

export const payload = (steps: number): Record<string, unknown> => ({
  prompt: 'a <lora:x:1>',
  steps,
  cfg_scale: 7,
  sampler_name: 'Euler a',
  send_images: true,
  override_settings: { sd_model_checkpoint: 'sdxl' },
});

/** Each line a document of its own. */
export const JSON_LINES: Readonly<Record<string, string>> = {
  'payloads, a line each': [payload(20), payload(150), payload(4)].map((each) => JSON.stringify(each)).join('\n'),
  'lines of several kinds': `{"model": "flux1-schnell", "prompt": "a", "steps": 28}

[{"prompt": "b", "num_inference_steps": 90}, {"common": {"steps": 3}}]
"steps"
{"prompt": "c", "steps": 8
  {"steps": 30, "prompt": "d", "cfg": 7} {"steps": 1}
`,
};
