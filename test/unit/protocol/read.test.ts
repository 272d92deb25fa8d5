/** What the other side sends is read by its shape: nothing else is believed, and what is malformed is never repeated. */
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { PROBE_BACKEND, USE_BACKEND } from '../../../server/src/protocol/backends.ts';
import { AbilitiesSchema } from '../../../server/src/protocol/editor.ts';
import { Malformed, type Notification, read } from '../../../server/src/protocol/message.ts';
import { RENDER, RENDER_EVENT } from '../../../server/src/protocol/render.ts';

const event = (said: object) => read(RENDER_EVENT, RENDER_EVENT.params, { renderId: 'a', event: said }).event;
const complaintOn = (message: Notification, said: unknown): string => {
  try {
    read(message, message.params, said);
    return '';
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return error.message;
  }
};

it('names the message and the part that is malformed', () => {
  const position = { line: -1, character: 0 };
  const params = { renderId: 'a', mode: 'draft', textDocument: { uri: 'file:///a' }, position };
  expect(complaintOn(RENDER, params)).toMatch(/^sweetspot\/render: position\.line should be /);
  expect(complaintOn(RENDER, 7)).toMatch(/^sweetspot\/render: all of it should be Object/);
});

it.each([
  { kind: 'comfyui', address: 'http://x', credentials: 'hunter2' },
  { kind: 'comfyui', address: 'http://x', credentials: { kind: 'hunter2' } },
  { kind: 'comfyui', address: 'http://x', credentials: { kind: 'basic', user: 'hunter2', password: ['hunter2'] } },
])('repeats no credentials: %j', (choice) => {
  for (const message of [USE_BACKEND, PROBE_BACKEND]) {
    expect(complaintOn(message, choice)).toContain('credentials');
    expect(complaintOn(message, choice)).not.toContain('hunter2');
  }
});

describe('an event of a render', () => {
  const picture = { kind: 'picture', mime: 'image/png', width: 8, height: 8 } as const;

  it('brings a picture in its message or as a file', () => {
    expect(event({ ...picture, data: 'AAAA' })).toEqual({ ...picture, data: 'AAAA' });
    expect(event({ ...picture, file: 'a.png' })).toEqual({ ...picture, file: 'a.png' });
    expect(() => event(picture)).toThrow(Malformed);
    expect(() => event({ ...picture, mime: 'image/svg+xml', data: 'AAAA' })).toThrow(Malformed);
  });

  it('brings no file for a preview', () =>
    expect(() => event({ ...picture, kind: 'preview', file: 'a' })).toThrow(Malformed));
});

describe('what a client can do', () => {
  const abilities = (said: unknown) => v.parse(AbilitiesSchema, said);

  it('is nothing special where it says nothing', () =>
    expect(abilities({})).toEqual({
      pictures: false,
      commandLinks: false,
      seen: false,
      findingsShown: false,
      theme: 'dark',
      pictureFolder: null,
      measurementsFile: null,
      texts: false,
      translations: {},
      backendStates: false,
    }));

  it('loses only what is malformed', () =>
    expect(abilities({ pictures: true, theme: 'pink', pictureFolder: 'a/relative/one' })).toMatchObject({
      pictures: true,
      theme: 'dark',
      pictureFolder: null,
    }));
});
