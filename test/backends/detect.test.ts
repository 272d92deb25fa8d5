/** Finding backends, with kinds made for the purpose and real servers. */
import { afterEach, describe, expect, test } from 'vitest';
import { parseAddress } from '../../server/src/render/address.ts';
import type { Capabilities, ServerInfo } from '../../server/src/render/backend.ts';
import type { BackendKind } from '../../server/src/render/backend-kind.ts';
import { BACKEND_KINDS } from '../../server/src/render/backends/kinds.ts';
import { detect, identify } from '../../server/src/render/backends/shared/detect.ts';
import { sendOk } from '../../server/src/render/backends/shared/http.ts';
import { BackendError } from '../../server/src/render/problem.ts';
import { knowledge } from '../support/knowledge.ts';
import { type Asked, elsewhere, type ScriptedServer, sendHtml, sendJson, services, startServer } from './support.ts';

const running: ScriptedServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});

async function start(answer: Parameters<typeof startServer>[0]): Promise<ScriptedServer> {
  const server = await startServer(answer);
  running.push(server);
  return server;
}

const never = new AbortController().signal;
const portOf = ({ url }: ScriptedServer): number => Number(url.port);

const capabilities: Capabilities = {
  cancel: 'job',
  schedulesItself: false,
  graphs: false,
  models: true,
  maxSide: null,
  maxSteps: null,
  maxSeed: 2n ** 64n - 1n,
};

/** A kind that knows servers by `{"product": kind}` at `/who`. */
function kindOf(
  kind: string,
  ports: readonly number[],
  models: () => Promise<readonly string[]> = async () => [],
): BackendKind {
  const info: ServerInfo = { name: kind, version: '1.0', capabilities };
  return {
    kind,
    name: kind,
    ports,
    recognise: async (connection, signal) => {
      const response = await sendOk(connection, { path: '/who', signal });
      const said = response.json() as { product?: unknown };
      return said.product === kind ? info : null;
    },
    create: ({ address }) => ({
      kind,
      name: kind,
      address,
      probe: async () => info,
      models: async () => (await models()).map((name) => ({ name, hashes: [] })),
      // biome-ignore lint/correctness/useYield: nothing is rendered here.
      render: async function* () {
        throw new Error('detection renders nothing');
      },
      dispose: () => {},
    }),
  };
}

const product = (name: string) => (_: Asked, response: Parameters<typeof sendJson>[0]) =>
  sendJson(response, { product: name });

describe('detect', () => {
  test('lists what answers at the usual ports, in the order of the kinds, with how many models there are', async () => {
    const [lion, tiger] = [await start(product('lion')), await start(product('tiger'))];
    const kinds = [
      kindOf('tiger', [portOf(tiger)], async () => ['a', 'b']),
      kindOf('lion', [portOf(lion)], async () => {
        throw new Error('no list');
      }),
      kindOf('bear', [portOf(lion), portOf(tiger)]),
    ];
    const found = await detect(kinds, services(), never);
    expect(found.map(({ kind, address, info, models }) => [kind.kind, address.href, info?.version, models])).toEqual([
      ['tiger', `http://127.0.0.1:${portOf(tiger)}/`, '1.0', 2],
      ['lion', `http://127.0.0.1:${portOf(lion)}/`, '1.0', null],
    ]);
  });

  test('takes one product for a port: the first kind that knows it', async () => {
    const server = await start(product('lion'));
    const kinds = ['one', 'two'].map((name) => ({ ...kindOf('lion', [portOf(server)]), name }));
    expect((await detect(kinds, services(), never)).map(({ kind }) => kind.name)).toEqual(['one']);
  });

  test('says of a locked one that it is locked', async () => {
    const server = await start((_, response) => void response.writeHead(401).end());
    const [found] = await detect([kindOf('lion', [portOf(server)])], services(), never);
    expect(found).toMatchObject({ info: null, models: null });
  });

  test.each([
    ['a page of HTML', (_: Asked, response: Parameters<typeof sendHtml>[0]) => sendHtml(response)],
    ['JSON of another shape', product('somebody else')],
    ['an error', (_: Asked, response: Parameters<typeof sendHtml>[0]) => void response.writeHead(500).end('oh')],
  ])('passes over %s', async (_, answer) => {
    const server = await start(answer);
    expect(await detect([kindOf('lion', [portOf(server)])], services(), never)).toEqual([]);
  });

  test('waits 1.5 s for a server that says nothing, and goes nowhere else', async () => {
    const other = await elsewhere();
    running.push(other);
    const silent = await start(() => {});
    const away = await start((_, response) => void response.writeHead(302, { location: other.url.href }).end());
    const began = performance.now();
    expect(await detect([kindOf('lion', [portOf(silent), portOf(away)])], services(), never)).toEqual([]);
    expect(performance.now() - began).toBeLessThan(4000);
    expect(other.hits()).toBe(0);
  });
});

describe('identify', () => {
  const at = (address: string) => ({ address: parseAddress(address), credentials: null });
  const kinds = [kindOf('lion', []), kindOf('tiger', [])];

  test('says what answers, whatever its port', async () => {
    const server = await start(product('tiger'));
    expect((await identify(kinds, at(server.url.href), services(), never)).kind.kind).toBe('tiger');
  });
  test.each([
    ['Easy Diffusion has an API of its own', '/ping', { status: 'Online', devices: { all: {}, active: {} } }],
    ['is a Forge', '/ping', { status: 'Online', devices: {}, packages_installed: {}, packages_installing: [] }],
    ['Fooocus-API has an', '/v1/generation/job-queue', { running_size: 0, finished_size: 2, last_job_id: null }],
  ])('of a program that is not spoken to says what it is: %s', async (says, at_, answers) => {
    const server = await start(({ path }, response) =>
      path === at_ ? sendJson(response, answers) : void response.writeHead(404).end(),
    );
    const other = identify(BACKEND_KINDS, at(server.url.href), services(), never);
    await expect(other).rejects.toMatchObject({
      problem: { code: 'protocol', message: expect.stringContaining(says) },
    });
  });
  test('of something unknown says what could be there', async () => {
    const server = await start((_, response) => sendHtml(response));
    const unknown = identify(kinds, at(server.url.href), services(), never);
    await expect(unknown).rejects.toMatchObject({
      problem: { code: 'protocol', message: expect.stringContaining('lion, tiger') },
    });
  });
  test('of something that says nothing in time says just that', async () => {
    const server = await start(() => {});
    const late = identify(kinds, at(server.url.href), services(), never, 100);
    await expect(late).rejects.toMatchObject({
      problem: { code: 'timeout', message: expect.stringContaining('did not answer in time') },
    });
  });
  test('says that nothing answers', async () => {
    const server = await start(product('tiger'));
    await server.stop();
    const nobody = identify(kinds, at(server.url.href), services(), never);
    await expect(nobody).rejects.toBeInstanceOf(BackendError);
    await expect(nobody).rejects.toMatchObject({ problem: { code: 'unreachable' } });
  });
});

test('kinds have names of their own, and something is said of the pictures of each', () => {
  const names = BACKEND_KINDS.map(({ kind }) => kind);
  expect(new Set(names).size).toBe(names.length);
  const noted = knowledge.data.backendKinds.kinds.map(({ id }) => id);
  expect(names.filter((name) => !noted.includes(name))).toEqual([]);
});
