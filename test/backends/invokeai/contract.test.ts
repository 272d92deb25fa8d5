import { invokeai } from '../../../server/src/render/backends/invokeai/index.ts';
import { describeContract, type Scenario } from '../contract.ts';
import { elsewhere, renderRequest, sendJson, services, strange } from '../support.ts';
import { type InvokeScript, startInvoke } from './server.ts';

function scriptOf(scenario: Scenario, other: URL): InvokeScript {
  switch (scenario) {
    case 'healthy':
      return {};
    case 'slow-pieces':
      return { inPieces: true };
    case 'endless':
      return { outcome: 'running' };
    case 'deaf':
      return { outcome: 'running', deaf: true };
    case 'dies':
      return { dies: true };
    case 'another-product':
    case 'redirects':
      return { answer: strange(scenario, other) };
    case 'locked':
      return { account: { email: 'fox@example.com', password: 'in the snow', token: 'needed' } };
    case 'invalid':
      return {
        answer: ({ path }, response) => {
          if (!path.endsWith('/enqueue_batch')) return false;
          const loc = ['body', 'batch', 'graph', 'nodes', 'denoise', 'denoise_latents', 'steps'];
          sendJson(response, { detail: [{ type: 'greater_than', loc, msg: 'Input should be greater than 0' }] }, 422);
          return true;
        },
      };
    case 'crashes':
      return {
        answer: ({ path }, response) => {
          if (!path.endsWith('/enqueue_batch')) return false;
          response.writeHead(500).end('Internal Server Error');
          return true;
        },
      };
    case 'no-picture':
      return { results: {} };
  }
}

describeContract(
  {
    name: 'InvokeAI',
    stage: async (scenario, other) => {
      const server = await startInvoke(scriptOf(scenario, other));
      return {
        backend: invokeai.create({ address: server.url, credentials: null }, services()),
        request: renderRequest({ model: 'dreamshaper' }),
        begun: server.begun,
        wasCancelled: () => server.asked.some((line) => line.includes('cancel_by_destination')),
        stop: server.stop,
      };
    },
  },
  elsewhere,
);
