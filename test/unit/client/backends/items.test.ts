import { describe, expect, it, test } from 'vitest';
import { actions, earlierPrograms, type Known, programs, typedAddress } from '../../../../client/src/backends/items.ts';
import { backendStatus } from '../../../../client/src/backends/status.ts';
import type { BackendState, FoundBackend } from '../../../../server/src/protocol/backends.ts';

const BUILTIN = { kind: 'builtin', address: null };
const comfy: FoundBackend = {
  kind: 'comfyui',
  address: 'http://127.0.0.1:8188',
  name: 'ComfyUI',
  version: '0.3.64',
  models: 12,
  locked: false,
};
const locked: FoundBackend = {
  ...comfy,
  kind: 'a1111',
  address: 'http://127.0.0.1:7860',
  name: 'A1111',
  version: null,
  models: null,
  locked: true,
};
const known = (parts: Partial<Known>): Known => ({
  ...{ current: BUILTIN, found: [], earlier: [], keepsCredentials: false },
  ...parts,
});

test('programs that were chosen before are asked again, unless they are listed anyway', () => {
  const earlier = [
    { name: 'ComfyUI', address: 'http://gpu.example:8188/' },
    { name: 'ComfyUI', address: 'http://127.0.0.1:8188/' },
    { name: '$(bug)', address: 'https://other.example/' },
  ];
  const current = { kind: 'comfyui', address: 'https://other.example' };
  expect(earlierPrograms(known({ found: [comfy], earlier, current }))).toEqual([
    {
      label: '$(history) ComfyUI',
      description: 'gpu.example:8188',
      does: { kind: 'type-address', typed: 'gpu.example:8188', asks: true },
    },
  ]);
  expect(earlierPrograms(known({ earlier })).map(({ label }) => label)).toContain('$(history) \\$(bug)');
});

test.each([
  ['gpu.example:8188', ['gpu.example:8188']],
  [' 192.0.2.10 ', ['192.0.2.10']],
  ['http://localhost:7860', ['http://localhost:7860']],
  ['com', []],
  ['built in', []],
  ['', []],
])('"%s" above the list offers %j', (value, offered) => {
  expect(typedAddress(value).map(({ does }) => (does.kind === 'type-address' ? does.typed : ''))).toEqual(offered);
});

describe('programs to choose', () => {
  it('are what was found, then the built-in one', () => {
    expect(programs(known({ found: [comfy, locked] }))).toEqual([
      {
        label: '$(server) ComfyUI 0.3.64',
        description: '127.0.0.1:8188',
        detail: '12 models',
        does: { kind: 'choose', chosen: { kind: 'comfyui', address: 'http://127.0.0.1:8188' } },
      },
      {
        label: '$(server) A1111',
        description: '127.0.0.1:7860',
        detail: 'Asks for credentials.',
        does: { kind: 'unlock', address: 'http://127.0.0.1:7860' },
      },
      expect.objectContaining({ description: 'in use', does: { kind: 'choose', chosen: BUILTIN } }),
    ]);
  });

  it('say which is in use', () => {
    const [first, builtin] = programs(
      known({ found: [comfy], current: { kind: 'comfyui', address: '127.0.0.1:8188/' } }),
    );
    expect(first.description).toBe('127.0.0.1:8188 · in use');
    expect(builtin.description).toBeUndefined();
  });

  it('hold the chosen one though it was not found', () => {
    const current = { kind: 'comfyui', address: 'https://gpu.example' };
    expect(programs(known({ found: [comfy], current })).map(({ description }) => description)).toEqual([
      '127.0.0.1:8188',
      'https://gpu.example · in use',
      undefined,
    ]);
  });

  it('have their words taken as words', () => {
    expect(programs(known({ found: [{ ...comfy, name: '$(bug)' }] }))[0].label).toBe('$(server) \\$(bug) 0.3.64');
  });

  it.each([
    [0, 'It has no models yet.'],
    [1, '1 model'],
    [2, '2 models'],
  ])('with %d models: %s', (models, detail) => {
    expect(programs(known({ found: [{ ...comfy, models }] }))[0].detail).toBe(detail);
  });
});

it('offers to forget credentials only where some are kept', () => {
  const kinds = (keepsCredentials: boolean) => actions(known({ keepsCredentials })).map(({ does }) => does.kind);
  expect(kinds(false)).toEqual(['type-address']);
  expect(kinds(true)).toEqual(['type-address', 'forget-credentials']);
});

describe('the language status', () => {
  const chosen = { kind: 'comfyui', address: 'http://127.0.0.1:8188' };
  const state = (parts: Partial<BackendState>): BackendState => ({
    ...{ name: 'ComfyUI', address: chosen.address, version: '0.3.64', detail: null, state: 'ready' },
    ...parts,
  });

  it.each([
    ['nothing was heard yet', null, { text: 'comfyui', detail: '127.0.0.1:8188', busy: false, failed: false }],
    [
      'it is ready',
      state({}),
      { text: 'ComfyUI 0.3.64', detail: 'ready · 127.0.0.1:8188', busy: false, failed: false },
    ],
    [
      'it renders',
      state({ state: 'rendering' }),
      { text: 'ComfyUI 0.3.64', detail: 'rendering · 127.0.0.1:8188', busy: true, failed: false },
    ],
    [
      'it failed',
      state({ state: 'failed', version: null, detail: 'Nothing answers at http://127.0.0.1:8188. Start it.' }),
      { text: 'ComfyUI', detail: 'Nothing answers at http://127.0.0.1:8188', busy: false, failed: true },
    ],
    [
      'it failed without words',
      state({ state: 'failed' }),
      { text: 'ComfyUI 0.3.64', detail: 'unreachable · 127.0.0.1:8188', busy: false, failed: true },
    ],
  ] as const)('when %s', (_, news, status) => {
    expect(backendStatus(chosen, news, true)).toEqual(status);
  });

  it('says that the built-in model needs no server', () => {
    expect(backendStatus(BUILTIN, null, true)).toMatchObject({ text: 'Built-in model', detail: 'needs no server' });
  });

  it('says nothing of programs while the workspace is not trusted', () => {
    expect(backendStatus(chosen, state({}), false)).toMatchObject({ text: 'Renders', busy: false, failed: false });
  });
});
