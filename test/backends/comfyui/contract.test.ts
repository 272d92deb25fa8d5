import { comfyui } from '../../../server/src/render/backends/comfyui/index.ts';
import { describeContract, type Scenario } from '../contract.ts';
import { elsewhere, renderRequest, sendJson, services, strange } from '../support.ts';
import { txt2img } from './definitions.ts';
import { type ComfyScript, endlessRun, startComfy } from './server.ts';

const tooFew = {
  type: 'value_smaller_than_min',
  message: 'Value 0 smaller than min of 1',
  details: 'steps',
  extra_info: { input_name: 'steps', received_value: 0 },
};
const refusal = {
  error: { type: 'prompt_outputs_failed_validation', message: 'Prompt outputs failed validation', details: '' },
  node_errors: { 3: { errors: [tooFew], dependent_outputs: ['9'], class_type: 'KSampler' } },
};

function scriptOf(scenario: Scenario, other: URL): ComfyScript {
  switch (scenario) {
    case 'healthy':
      return {};
    case 'slow-pieces':
      return { inPieces: true };
    case 'endless':
      return { run: endlessRun };
    case 'deaf':
      // Neither an answer nor an end to what tries to cancel.
      return {
        run: endlessRun,
        answer: ({ path }) => path === '/queue' || path === '/interrupt' || path.startsWith('/api/'),
      };
    case 'dies':
      return {
        run: async (job) => {
          job.start();
          job.step('3', 1, 4);
          await job.comfy.stop();
        },
      };
    case 'another-product':
    case 'redirects':
      return { answer: strange(scenario, other) };
    case 'locked':
      return {
        answer: (_, response) => {
          response.writeHead(401, { 'www-authenticate': 'Basic' }).end();
          return true;
        },
      };
    case 'invalid':
      return {
        answer: ({ path }, response) => {
          if (path !== '/prompt') return false;
          sendJson(response, refusal, 400);
          return true;
        },
      };
    case 'crashes':
      return {
        answer: ({ path }, response) => {
          if (path !== '/prompt') return false;
          response.writeHead(500, { 'content-type': 'text/plain' }).end('500 Internal Server Error');
          return true;
        },
      };
    case 'no-picture':
      return {
        run: (job) => {
          job.start();
          job.say('execution_success');
        },
      };
  }
}

describeContract(
  {
    name: 'ComfyUI',
    stage: async (scenario, other) => {
      const comfy = await startComfy(scriptOf(scenario, other));
      const overrides = [{ node: '3', input: 'steps', value: 4, says: 'steps 30 → 4' }];
      return {
        backend: comfyui.create({ address: comfy.url, credentials: null }, services()),
        request: renderRequest({ graph: { format: 'api', json: txt2img(), sampler: '3', overrides } }),
        begun: comfy.begun.promise,
        wasCancelled: () => comfy.jobs.some(({ interrupted }) => interrupted),
        stop: () => comfy.stop(),
      };
    },
  },
  elsewhere,
);
