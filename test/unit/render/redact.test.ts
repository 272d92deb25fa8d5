import { describe, expect, test } from 'vitest';
import type { Backend, RenderEvent } from '../../../server/src/render/backend.ts';
import type { Credentials } from '../../../server/src/render/backends/address.ts';
import { BackendError } from '../../../server/src/render/problem.ts';
import { redact, redacting } from '../../../server/src/render/redact.ts';

const basic: Credentials = { kind: 'basic', user: 'me', password: 'tiger & lily' };

describe('redact', () => {
  test.each([
    ['a token', 'Bearer abc.def got', { kind: 'bearer', token: 'abc.def' }, 'Bearer ••• got'],
    ['a password', 'password=tiger & lily', basic, 'password=•••'],
    ['a password in an address', '?p=tiger%20%26%20lily', basic, '?p=•••'],
    ['what is sent', `Basic ${btoa('me:tiger & lily')}!`, basic, 'Basic •••!'],
    ['nothing where there is none', 'as it is', null, 'as it is'],
    ['nothing for an empty password', 'as it is', { kind: 'basic', user: '', password: '' }, 'as it is'],
  ] as const)('takes out %s', (_, text, credentials, clean) => expect(redact(text, credentials)).toBe(clean));
});

test('a backend tells nothing of its credentials, whatever the server says', async () => {
  const said = 'I was sent tiger & lily';
  const places = [{ node: '3', input: null, message: said }];
  const events: RenderEvent[] = [
    { kind: 'loading', what: said },
    { kind: 'warning', text: said },
    { kind: 'failed', problem: { code: 'server', message: said, places, detail: said } },
  ];
  const fail = async (): Promise<never> => {
    throw new BackendError('server', said, { places, detail: said });
  };
  const leaky: Backend = {
    kind: 'leaky',
    name: 'Leaky',
    address: null,
    probe: fail,
    models: fail,
    changes: fail,
    render: async function* () {
      yield* events;
    },
    dispose: () => {},
  };
  const backend = redacting(leaky, basic);
  const signal = new AbortController().signal;
  const told: unknown[] = [];
  for await (const event of backend.render({} as never, signal)) told.push(event);
  for (const ask of [backend.probe(signal), backend.models(signal), backend.changes?.({} as never, signal)])
    told.push(await ask?.catch((error: BackendError) => [error.message, error.problem]));
  expect(told).toHaveLength(6);
  expect(JSON.stringify(told)).not.toContain('tiger');
  expect(JSON.stringify(told).split('I was sent •••')).toHaveLength(1 + 2 + 3 + 3 * 4);
});
