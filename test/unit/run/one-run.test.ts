/** Hover, `inspect`, the plan of a render and what it costs are all of one run: over every case. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PlanError } from '../../../server/src/render/plan/error.ts';
import { planRender } from '../../../server/src/render/plan/index.ts';
import { askedOf, type Overrides } from '../../../server/src/run/asked.ts';
import { negativeTexts, type Run, runOf } from '../../../server/src/run/index.ts';
import { runReport } from '../../../server/src/run/report.ts';
import { localAmounts } from '../../../server/src/verdicts/local-cost.ts';
import { costOfSteps, judgeSetting } from '../../../server/src/verdicts/settings/index.ts';
import { parseCase } from '../../support/cases.ts';
import { analyse, knowledge } from '../../support/knowledge.ts';

const folder = new URL('../../cases/', import.meta.url);
const runs = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(jsonc?|yaml)$/.test(name))
  .flatMap((name) => {
    const { text, languageId } = parseCase(name, readFileSync(new URL(name, folder), 'utf8'));
    return analyse(text, languageId).reading.generations.map((generation) => ({
      name: `${name} ${generation.id}`,
      run: runOf(generation, knowledge),
    }));
  });

/** What would be sent, as the file says it; `null` for what makes no sense to render with. */
function requestOf(run: Run, file = run) {
  try {
    return planRender(run, knowledge, {
      file,
      mode: 'configured',
      randomSeed: () => 0n,
      bounds: {
        side: { most: Number.POSITIVE_INFINITY, says: '' },
        steps: null,
        seed: { most: 2n ** 64n - 1n, name: '' },
      },
      asGraph: false,
    }).request;
  } catch (error) {
    if (error instanceof PlanError) return null;
    throw error;
  }
}

test('there are runs to look at', () => expect(runs.length).toBeGreaterThan(300));

test('what is sent is what is told', () => {
  for (const { name, run } of runs) {
    const request = requestOf(run);
    if (!request) continue;
    const { steps, guidance } = runReport(run);
    if (steps.written !== null) expect(request.steps, name).toBe(steps.written);
    if (guidance.on !== null) expect(request.guidance !== 1, name).toBe(guidance.on);
    if (guidance.embedded !== null) expect(request.distilledGuidance, name).toBe(guidance.embedded);
  }
});

test('what is asked for over the file is what runs, is told and is sent', () => {
  const overrides: Overrides = {
    ...{ inference_steps: '7', guidance_scale: '3', width: '640', height: '768', seed: '5' },
    ...{ sampler: 'heun', scheduler: 'karras' },
  };
  for (const { name, run: file } of runs) {
    const run = runOf(askedOf(file.generation, { overrides }), knowledge);
    const { steps, guidance } = runReport(run);
    const { sampler, schedule } = run.sampling;
    const request = requestOf(run, file);
    expect(request, name).toMatchObject({ steps: 7, guidance: 3, width: 640, height: 768, seed: 5n });
    expect([request?.sampler?.id, request?.schedule?.id], name).toEqual([sampler?.id, schedule?.id]);
    expect([steps.written, run.size.written, run.seed?.value, sampler?.id, schedule?.id], name).toEqual([
      ...[7, { width: 640, height: 768 }, 5n],
      ...['heun', 'karras'],
    ]);
    if (guidance.on !== null) expect(guidance.on, name).toBe(true);
    const told = { executed: file.steps.executed, calls: file.steps.calls };
    expect(runOf(file.generation, knowledge).steps, name).toMatchObject(told);
  }
});

test('what is said of a negative prompt is whether the run reads it', () => {
  let looked = 0;
  for (const { name, run } of runs) {
    for (const occurrence of negativeTexts(run.generation)) {
      const said = judgeSetting(occurrence, run, knowledge);
      if (run.negative.read !== null) looked += 1;
      if (run.negative.read === true) expect(said, name).not.toMatch(/^Guidance is off|runs without guidance|built in/);
      if (run.negative.read === false) expect(said, name).not.toMatch(/^Used/);
    }
  }
  expect(looked).toBeGreaterThan(20);
});

test('what the hover says of calls and what a measurement is told for are the steps that run', () => {
  for (const { name, run } of runs) {
    const { occurrence, executed, calls } = run.steps;
    if (!occurrence || executed === null || executed < 1) continue;
    const said = /\b(\d+) of (\d+) steps run, (\d+) calls.*?(?:guidance (doubles them|is off))?\./.exec(
      costOfSteps(occurrence, run, knowledge),
    );
    if (calls !== null && run.steps.part?.certain !== false)
      expect(said?.slice(1), name).toEqual(
        [executed, run.steps.written, calls, run.guidance.on ? 'doubles them' : 'is off'].map(String),
      );
    const here = {
      standIn: false,
      cost: { seconds: (count: number) => count, renders: 1, at: '' },
      sweetSpot: null,
      price: null,
    };
    const written = run.steps.written ?? 0;
    if (run.steps.part)
      expect(localAmounts(here, run)(written).time, name).toBe(
        localAmounts(here, { ...run, steps: { ...run.steps, part: null } })(executed).time,
      );
  }
});
