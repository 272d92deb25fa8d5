/** Backends that speak AUTOMATIC1111's API. What tells the products apart is in data/backends/sdapi.yaml. */

import type { Connection } from '../../address.ts';
import type { Backend } from '../../backend.ts';
import type { BackendKind, BackendServices } from '../../backend-kind.ts';
import { runJob } from '../shared/job.ts';
import type { Offered } from '../shared/sampling.ts';
import { capabilitiesOf, findProduct } from './product.ts';
import { jobOf } from './render.ts';
import { SdapiServer } from './server.ts';

/** AUTOMATIC1111, Forge, reForge, SD.Next. */
export const a1111: BackendKind = kindOf(
  'a1111',
  'Stable Diffusion web UI (AUTOMATIC1111, Forge, SD.Next)',
  [7860, 7861],
);
export const koboldcpp: BackendKind = kindOf('koboldcpp', 'KoboldCpp', [5001]);
/** Its port is whatever its settings say. */
export const drawthings: BackendKind = kindOf('drawthings', 'Draw Things', [7860]);

function kindOf(kind: string, name: string, ports: readonly number[]): BackendKind {
  return {
    kind,
    name,
    ports,
    async recognise(connection, signal, { knowledge }) {
      const products = knowledge.data.sdapi.products.filter((product) => product.kind === kind);
      const found = await findProduct(connection, products, false, signal);
      return found && { name: found.product.name, version: found.version, capabilities: capabilitiesOf(found) };
    },
    create: (connection, services) => createBackend(kind, name, connection, services),
  };
}

function createBackend(kind: string, name: string, connection: Connection, services: BackendServices): Backend {
  const server = new SdapiServer(connection, kind, name, services.knowledge);
  const disposed = new AbortController();
  return {
    kind,
    name,
    address: connection.address,
    probe: async (signal) => {
      const found = await server.find(signal);
      return { name: found.product.name, version: found.version, capabilities: capabilitiesOf(found) };
    },
    models: (signal) => server.models(signal),
    offers: async (signal) => {
      const { samplers, schedules } = (await server.know(signal)).lists;
      const namesOf = (offered: readonly Offered[]): readonly string[] => offered.map(({ name }) => name);
      return { samplers: namesOf(samplers), schedules: schedules && namesOf(schedules) };
    },
    listed: () => server.listed(),
    render: (request, signal) => runJob(jobOf(request, server, services, disposed.signal), signal),
    dispose: () => disposed.abort(),
  };
}
