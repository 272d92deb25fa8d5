/** The contract of backends, kept with every product that speaks AUTOMATIC1111's API. */
import { a1111, drawthings, koboldcpp } from '../../../server/src/render/backends/a1111/index.ts';
import { describeContract, type Subject } from '../contract.ts';
import { elsewhere, renderRequest, services } from '../support.ts';
import { type Script, startSdapi } from './server.ts';

const SUBJECTS: readonly (Pick<Subject, 'name' | 'hides'> & { kind: typeof a1111; script: Script })[] = [
  { name: 'AUTOMATIC1111', kind: a1111, script: { product: 'a1111' } },
  { name: 'AUTOMATIC1111 --nowebui', kind: a1111, script: { product: 'a1111', headless: true }, hides: ['previews'] },
  { name: 'Forge', kind: a1111, script: { product: 'forge' } },
  { name: 'reForge', kind: a1111, script: { product: 'reforge' } },
  { name: 'SD.Next', kind: a1111, script: { product: 'sdnext' }, hides: ['previews'] },
  { name: 'KoboldCpp', kind: koboldcpp, script: { product: 'koboldcpp' }, hides: ['steps', 'previews'] },
  { name: 'Draw Things', kind: drawthings, script: { product: 'drawthings' }, hides: ['steps', 'previews'] },
];

for (const { name, hides = [], kind, script } of SUBJECTS)
  describeContract(
    {
      name,
      hides,
      stage: async (scenario, away) => {
        const server = await startSdapi({ ...script, scenario, elsewhere: away });
        const backend = kind.create({ address: server.url, credentials: null }, services());
        return {
          backend,
          request: renderRequest({ width: 128, height: 128 }),
          begun: server.begun,
          wasCancelled: () => server.interrupted.length > 0,
          stop: server.stop,
        };
      },
    },
    elsewhere,
  );
