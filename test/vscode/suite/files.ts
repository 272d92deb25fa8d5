/** The files that the tests open. */

export interface File {
  readonly name: string;
  readonly text: string;
}

/** No few-step model, so this many steps are far past the point where the picture still gets better. */
export const wasteful: File = {
  name: 'wasteful.yaml',
  text: `model: stable-diffusion-v1-5/stable-diffusion-v1-5
prompt: a lighthouse on a cliff at dawn
num_inference_steps: 80
guidance_scale: 7.5
seed: 7
`,
};

export const fine: File = {
  name: 'fine.json',
  text: `{
  "model": "stable-diffusion-v1-5/stable-diffusion-v1-5",
  "prompt": "a lighthouse on a cliff at dawn",
  "num_inference_steps": 25,
  "guidance_scale": 7.5
}
`,
};

/** Reads like a config, but is none. */
export const notes: File = { name: 'notes.md', text: 'num_inference_steps: 80\n' };
