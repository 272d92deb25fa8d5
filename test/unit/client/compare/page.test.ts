import * as v from 'valibot';
import { describe, expect, it, vi } from 'vitest';
import type { CancellationToken } from 'vscode';
import { differenceOf } from '../../../../client/src/compare/difference.ts';
import { messageFromPage } from '../../../../client/src/compare/messages.ts';
import { ask, type Request, stateFrom } from '../../../../client/src/compare/request.ts';

it('takes no other message than its own from the page', () => {
  expect(messageFromPage({ type: 'choose', renderId: 'a/1' })).toEqual({ type: 'choose', renderId: 'a/1' });
  expect(messageFromPage({ type: 'overlay', overlay: 'difference' })).not.toBeNull();
  expect(messageFromPage({ type: 'overlay', overlay: 'x-ray' })).toBeNull();
  expect(messageFromPage({ type: 'point', steps: '8' })).toBeNull();
  expect(messageFromPage({ type: 'unknown' })).toBeNull();
  expect(messageFromPage('cancel-all')).toBeNull();
});

describe('what VS Code keeps of a panel', () => {
  const target = { uri: 'file:///a.yaml', position: { line: 2, character: 0 } };

  it('is read back, and nothing else is', () => {
    const state = { target, request: { purpose: 'compare', setting: 'sampler', values: ['euler', 'ddim'] } };
    expect(stateFrom(JSON.parse(JSON.stringify(state)))).toEqual(state);
    expect(stateFrom({ target, request: { purpose: 'compare', setting: 'prompt' } })).toBeNull();
    expect(stateFrom(null)).toBeNull();
  });

  it('is enough to ask the server again', async () => {
    const at = { sweepId: 's', textDocument: { uri: target.uri }, position: target.position, paidNodesAllowed: true };
    const asked = async (request: Request) => {
      const server = { request: vi.fn() };
      await ask(server, request, at, {} as CancellationToken);
      const [{ method, params }, said] = server.request.mock.calls[0];
      return { method, said: v.parse(params, said) };
    };
    expect(await asked({ purpose: 'search' })).toEqual({ method: 'sweetspot/findSweetSpot', said: at });
    expect(await asked({ purpose: 'compare', setting: 'inference_steps', values: ['4'], seed: '7' })).toEqual({
      method: 'sweetspot/compare',
      said: { ...at, setting: 'inference_steps', values: ['4'], seed: '7' },
    });
  });
});

describe('the difference of two pictures', () => {
  const pixels = (...values: number[]) => new Uint8ClampedArray(values);

  it('is black where they are alike, and opaque everywhere', () => {
    const { pixels: same, mean } = differenceOf(pixels(9, 8, 7, 0), pixels(9, 8, 7, 255), 4);
    expect([...same]).toEqual([0, 0, 0, 255]);
    expect(mean).toBe(0);
  });

  it('is amplified up to white; its mean is not', () => {
    const { pixels: apart, mean } = differenceOf(pixels(10, 0, 200, 255), pixels(0, 30, 100, 255), 4);
    expect([...apart]).toEqual([40, 120, 255, 255]);
    expect(mean).toBeCloseTo((10 + 30 + 100) / 3);
  });
});
