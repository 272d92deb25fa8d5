import { swarmui } from '../../../server/src/render/backends/swarmui/index.ts';
import { describeContract, type Scenario } from '../contract.ts';
import { elsewhere, renderRequest, services, strange } from '../support.ts';
import { healthyFrames, progress, type SwarmScript, startSwarm, status } from './server.ts';

const started = [status({ live_gens: 1 }), progress(0.1)];

function scriptOf(scenario: Scenario, other: URL): SwarmScript {
  switch (scenario) {
    case 'healthy':
      return {};
    case 'slow-pieces':
      return { inPieces: true };
    case 'endless':
      return { frames: () => started };
    case 'deaf':
      return { frames: () => started, deaf: true };
    case 'dies':
      return { frames: () => started, ending: 'die' };
    case 'another-product':
    case 'redirects':
      return { answer: strange(scenario, other) };
    case 'locked':
      return { account: { username: 'fox', password: 'in the snow', token: '66.1.2' } };
    case 'invalid':
      return {
        frames: () => [
          {
            error:
              'Invalid value for parameter Steps: Invalid integer value for param Steps - must be between 0 and 500',
          },
        ],
      };
    case 'crashes':
      return {
        answer: ({ path }, response) => {
          if (path !== '/API/ListT2IParams') return false;
          response.writeHead(500).end('Internal Server Error');
          return true;
        },
      };
    case 'no-picture':
      return { frames: (body) => healthyFrames(body).filter((frame) => !Object.hasOwn(frame as object, 'image')) };
  }
}

describeContract(
  {
    name: 'SwarmUI',
    hides: ['steps'],
    stage: async (scenario, other) => {
      const server = await startSwarm(scriptOf(scenario, other));
      return {
        backend: swarmui.create({ address: server.url, credentials: null }, services()),
        request: renderRequest({ model: 'OfficialStableDiffusion/sd_xl_base_1.0.safetensors' }),
        begun: server.begun,
        wasCancelled: () => server.bodies.some(({ route }) => route === 'InterruptAll'),
        stop: server.stop,
      };
    },
  },
  elsewhere,
);
