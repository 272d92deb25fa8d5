/** Inputs that nobody writes and that break readers, each with one generation (or many) in it so that nothing may be skipped. */
import { createJobs, describe, type Made } from './document.ts';
import { apiGraph } from './graphs.ts';

const LEVELS = 10_000;
const ITEMS = 200_000;
const [JOB] = createJobs(1);
const yamlJob = `model: stabilityai/stable-diffusion-xl-base-1.0\nprompt: ${JOB.prompt}\nseed: ${JOB.seed}\nsteps: ${JOB.steps}\n`;
const jsonJob = `"model": "stabilityai/stable-diffusion-xl-base-1.0",\n  "prompt": "${JOB.prompt}",\n  "seed": ${JOB.seed},\n  "steps": ${JOB.steps}`;
const nested = '['.repeat(LEVELS) + ']'.repeat(LEVELS);

export function deepJson(): Made {
  return describe(`{\n  ${jsonJob},\n  "deep": ${nested}\n}\n`, 1);
}

export function deepYaml(): Made {
  return describe(`${yamlJob}deep: ${nested}\n`, 1);
}

/** Each level names the one before nine times: 9^9 values when expanded. */
export function aliasBomb(): Made {
  const levels = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
  const line = (name: string, i: number) =>
    `${name}: &${name} [${Array(9)
      .fill(i === 0 ? 'lol' : `*${levels[i - 1]}`)
      .join(', ')}]\n`;
  return describe(yamlJob + levels.map(line).join(''), 1);
}

export function oneLine(): Made {
  const each = apiGraph(100, 0).text.length / 100;
  return apiGraph(Math.round(5_000_000 / each), 0);
}

export function manyNumbers(): Made {
  const numbers = Array.from({ length: ITEMS }, (_, i) => i).join(',\n    ');
  return describe(`{\n  ${jsonJob},\n  "values": [\n    ${numbers}\n  ]\n}\n`, 1);
}

export function manyItems(): Made {
  return describe(`${yamlJob}values:\n${Array.from({ length: ITEMS }, (_, i) => `  - ${i}\n`).join('')}`, 1);
}
