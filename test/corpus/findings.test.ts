/**
 * Every finding over real public files, with the reason why it is right. A new one fails here, so that someone reads it.
 * `npx tsx test/corpus/list-findings.mts` prints them with their sentences.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { findingsOf } from '../../server/src/features/analysis.ts';
import { analyse, knowledge } from '../support/knowledge.ts';

const FOLDER = new URL('../../../shared/corpus/dev/', import.meta.url);

/** `file: line code`, and the reason. Files begin with their dialect in the corpus' own naming. */
const EXPECTED: Readonly<Record<string, string>> = {
  'ai-toolkit__ostris__ai-toolkit__train_lora_wan21_14b_24gb.yaml: 86 frames-form':
    'Wan makes 4n+1 frames: 40 becomes 41',
  'comfyui-api__replicate__cog-comfyui__brushnet_basic_api.json: 62 steps-wasteful': '50 steps of SD 1.5',
  'comfyui-api__replicate__cog-comfyui__pulid_flux_api.json: 36 steps-too-few': '10 steps of FLUX.1 dev',
  'comfyui-api__replicate__cog-comfyui__sdxlturbo_example.json: 28 negative-prompt-ignored': 'cfg is 1',
  'fooocus-preset__lllyasviel__Fooocus__lcm.json: 32 setting-ignored': 'Extreme Speed sets guidance 1 itself',
  'fooocus-preset__lllyasviel__Fooocus__lcm.json: 34 setting-ignored': 'it sets the sampler lcm itself',
  'fooocus-preset__lllyasviel__Fooocus__lcm.json: 35 setting-ignored': 'it sets the schedule lcm itself',
  'horde-styles__Haidra-Org__AI-Horde-Styles__summer-2024.json: 5 steps-wasteful':
    '50 steps of an SD 1.5 merge that is not known',
  'maxdiffusion__AI-Hypercomputer__maxdiffusion__ltx_video.yml: 31 frames-form':
    'LTX-Video makes 8n+1 frames: 88 becomes 89',
};

function found(): string[] {
  const files = readdirSync(FOLDER).filter((name) => name !== 'labels.json');
  return files.flatMap((file) => {
    const language = file.endsWith('.json') ? 'json' : 'yaml';
    const analysis = analyse(readFileSync(new URL(file, FOLDER), 'utf8'), language);
    return findingsOf(analysis, knowledge).map(
      ({ code, occurrence }) => `${file}: ${analysis.lines.position(occurrence.range.start).line + 1} ${code}`,
    );
  });
}

test('the findings over the corpus are those that were read', () =>
  expect(found().sort()).toEqual(Object.keys(EXPECTED).sort()));
