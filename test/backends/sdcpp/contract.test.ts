/** The contract of backends, kept with stable-diffusion.cpp. */
import { sdcpp } from '../../../server/src/render/backends/sdcpp/index.ts';
import { describeContract } from '../contract.ts';
import { elsewhere, renderRequest, services } from '../support.ts';
import { startSdcpp } from './server.ts';

describeContract(
  {
    name: 'stable-diffusion.cpp',
    hides: ['steps', 'previews'],
    stage: async (scenario, away) => {
      const server = await startSdcpp({ scenario, elsewhere: away });
      const backend = sdcpp.create({ address: server.url, credentials: null }, services());
      return {
        backend,
        request: renderRequest(),
        begun: server.begun,
        wasCancelled: () => server.cancels.length > 0,
        stop: server.stop,
      };
    },
  },
  elsewhere,
);
