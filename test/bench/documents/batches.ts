/** YAML batches: jobs as a list, under a key beside shared defaults, and with most keys from anchors and merges. */
import { createJobs, describe, type Job, type Made, MODEL, NEGATIVE } from './document.ts';

const MODEL_ID = 'stabilityai/stable-diffusion-xl-base-1.0';

export function batch(jobs: number): Made {
  const item = (job: Job, index: number) => `- name: job-${index}
  model: ${MODEL_ID}
  prompt: ${job.prompt}
  negative_prompt: ${NEGATIVE}
  seed: ${job.seed}
  steps: ${job.steps}
  guidance_scale: ${job.guidance}
  width: ${job.size[0]}
  height: ${job.size[1]}
  sampler: ${job.sampler}
`;
  return describe(createJobs(jobs).map(item).join(''), jobs);
}

/** Short jobs, of which all but the one in the middle have a finding. */
export function jobsOfFindings(jobs: number): Made {
  const hasFinding = (index: number) => index !== Math.floor(jobs / 2);
  const item = ({ seed, steps, guidance, size, sampler }: Job, index: number) => `- name: job-${index}
  model: ${MODEL}
  prompt: a lighthouse on a cliff
  negative_prompt: blurry
  seed: ${seed}
  steps: ${steps}
  guidance_scale: ${guidance}
  width: ${size[0]}
  height: ${size[1]}
  sampler: ${sampler}

`;
  return describe(createJobs(jobs, hasFinding).map(item).join(''), jobs, hasFinding);
}

export function jobsWithDefaults(jobs: number): Made {
  const item = (job: Job, index: number) => `  # ${index}: ${job.prompt.split(',')[0]}
  - prompt: "${job.prompt}"
    seed: ${job.seed}
    steps: ${job.steps}
    width: ${job.size[0]}
    height: ${job.size[1]}
`;
  const head = `# Renders for the calendar.
version: 1
output: renders/
defaults:
  model: ${MODEL_ID}
  negative_prompt: ${NEGATIVE}
  guidance_scale: 6.5
  sampler: dpmpp_2m
jobs:
`;
  return describe(head + createJobs(jobs).map(item).join(''), jobs);
}

/** Every job has an anchor and merges bases; every third is a variation that merges the job before it. */
export function mergedJobs(jobs: number): Made {
  const item = (job: Job, index: number) => {
    const base = index % 3 === 2 ? `*job${index - 1}` : `[*sdxl, *${job.size[0] > job.size[1] ? 'wide' : 'tall'}]`;
    return `  - &job${index}
    <<: ${base}
    prompt: ${job.prompt}
    seed: ${job.seed}
    steps: ${job.steps}
`;
  };
  const head = `bases:
  sdxl: &sdxl
    model: ${MODEL_ID}
    negative_prompt: &negative ${NEGATIVE}
    guidance_scale: 6.5
    sampler: dpmpp_2m
  wide: &wide { width: 1216, height: 832 }
  tall: &tall { width: 832, height: 1216 }
jobs:
`;
  return describe(head + createJobs(jobs).map(item).join(''), jobs);
}
