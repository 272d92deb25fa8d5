import type { BackendKind } from '../../../server/src/render/backend-kind.ts';
import { localai, openai, sglang, vllm } from '../../../server/src/render/backends/openai/index.ts';
import { describeContract, type Scenario } from '../contract.ts';
import { elsewhere, renderRequest, sendJson, services, strange } from '../support.ts';
import { type ImageScript, type Product, startImageServer } from './server.ts';

/** Answers renders, and nothing else, in place of the server. */
const rendering = (answer: NonNullable<ImageScript['answer']>): ImageScript => ({
  answer: (asked, response) => asked.method === 'POST' && answer(asked, response),
});

function scriptOf(scenario: Scenario, product: Product, other: URL): ImageScript {
  switch (scenario) {
    case 'healthy':
      return {};
    case 'slow-pieces':
      return { inPieces: true };
    case 'endless':
    case 'deaf':
      return { endless: true };
    case 'dies':
      return { dies: true };
    case 'another-product':
    case 'redirects':
      return { answer: strange(scenario, other) };
    case 'locked':
      return { token: 'needed' };
    case 'invalid':
      return rendering((_, response) => {
        if (product === 'vllm')
          sendJson(
            response,
            { detail: [{ loc: ['body', 'num_inference_steps'], msg: 'Input should be at most 200' }] },
            422,
          );
        else sendJson(response, { error: { code: 400, message: "invalid value for 'size'", type: '' } }, 400);
        return true;
      });
    case 'crashes':
      return rendering((_, response) => {
        response.writeHead(500, { 'content-type': 'text/plain' }).end('Internal Server Error');
        return true;
      });
    case 'no-picture':
      return rendering((_, response) => {
        sendJson(response, { created: 1, data: null });
        return true;
      });
  }
}

const SUBJECTS: readonly (readonly [Product, BackendKind, string])[] = [
  ['localai', localai, 'sd-1.5'],
  ['vllm', vllm, 'Qwen/Qwen-Image'],
  ['sglang', sglang, 'Qwen/Qwen-Image'],
  ['openai', openai, 'some-diffusion'],
];

for (const [product, kind, model] of SUBJECTS)
  describeContract(
    {
      name: kind.name,
      hides: ['steps', 'previews'],
      stage: async (scenario, other) => {
        const server = await startImageServer(product, scriptOf(scenario, product, other));
        return {
          backend: kind.create({ address: server.url, credentials: null }, services()),
          request: renderRequest({ model }),
          begun: server.begun,
          wasCancelled: () => server.brokenOff.then(() => true),
          stop: server.stop,
        };
      },
    },
    elsewhere,
  );
