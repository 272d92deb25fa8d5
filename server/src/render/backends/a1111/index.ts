/** Backends that speak AUTOMATIC1111's API. What tells the products apart is in data/backends/sdapi.yaml. */
import { BackendError } from '../../problem.ts';
import type { BackendKind } from '../kind.ts';
import { SdapiBackend } from './backend.ts';
import { capabilitiesOf, findProduct } from './product.ts';

/** Problems that only a server of the kind has. */
const TELLING: ReadonlySet<string> = new Set(['unauthorized', 'api-disabled', 'missing-model']);

/** AUTOMATIC1111, Forge, reForge, SD.Next. */
export const a1111: BackendKind = kindOf(
  'a1111',
  'Stable Diffusion web UI (AUTOMATIC1111, Forge, SD.Next)',
  [7860, 7861],
);
export const koboldcpp: BackendKind = kindOf('koboldcpp', 'KoboldCpp', [5001]);
/** Its port is whatever its settings say. */
export const drawthings: BackendKind = kindOf('drawthings', 'Draw Things', [7860, 7859]);

function kindOf(kind: string, name: string, ports: readonly number[]): BackendKind {
  return {
    kind,
    name,
    ports,
    async recognise(connection, signal, { knowledge }) {
      const products = knowledge.data.sdapi.products.filter((product) => product.kind === kind);
      const found = await findProduct(connection, products, false, signal).catch((error: unknown) => {
        if (error instanceof BackendError && TELLING.has(error.problem.code)) throw error;
        return null; // nothing there, or something that does not answer as these do
      });
      return found && { name: found.product.name, version: found.version, capabilities: capabilitiesOf(found) };
    },
    create: (connection, services) => new SdapiBackend(kind, name, connection, services),
  };
}
