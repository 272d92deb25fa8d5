import { describe, expect, test } from 'vitest';
import { find } from '../../support/knowledge.ts';
import { findingsOf, say } from './made.ts';

describe('size-multiple', () => {
  test.each([
    ['ComfyUI cuts', 'comfyui', 'plain', { width: 1001, height: 1024 }, ['size-multiple warning width -> 1000, 1008']],
    [
      'InvokeAI refuses',
      'invokeai',
      'plain',
      { width: 1001, height: 1024 },
      ['size-multiple error width -> 1000, 1008'],
    ],
    [
      'both sides',
      'comfyui',
      'plain',
      { width: 1001, height: 999 },
      ['size-multiple warning width -> 1000, 1008', 'size-multiple warning height -> 1000, 992'],
    ],
    [
      'the model speaks where the program is not known',
      null,
      'video',
      { width: 840, height: 480 },
      ['size-multiple information width -> 832, 848'],
    ],
    ['the program speaks where it is known', 'comfyui', 'video', { width: 840, height: 480 }, []],
    ['a program that nothing is known of', 'kohya', 'video', { width: 841, height: 480 }, []],
    ['nothing known at all', null, 'mine', { width: 1001, height: 1001 }, []],
    ['a multiple', 'comfyui', 'plain', { width: 1000, height: 1024 }, []],
    ['a scale is no length', 'comfyui', 'plain', { width: 1.5, height: 2 }, []],
  ])('%s', (_, tool, model, settings, expected) => expect(say({ tool, model, settings })).toEqual(expected));

  test('a pair in one string', () =>
    expect(say({ tool: 'mflux', settings: { size: '1024x1000' } })).toEqual([
      'size-multiple warning size -> 1024x992, 1024x1008',
    ]));
  test('says what becomes of it', () =>
    expect(findingsOf({ tool: 'comfyui', settings: { width: 1001, height: 1024 } })[0].message).toBe(
      '1001 is not a multiple of 8: ComfyUI makes it 1000.',
    ));
});

describe('size-far-from-native', () => {
  const sized = (width: number, height: number, more = {}, model = 'plain') =>
    say({ model, settings: { width, height, ...more } });
  test('small', () => expect(sized(512, 512)).toEqual(['size-far-from-native information width']));
  test('large', () => expect(sized(2048, 2048)).toEqual(['size-far-from-native information width']));
  test('counted by area, so that any shape of the right area is fine', () => {
    expect(sized(1536, 640)).toEqual([]);
    expect(sized(1024, 1024)).toEqual([]);
  });
  test('image-to-image keeps its picture', () => expect(sized(2048, 2048, { strength: 0.4 })).toEqual([]));
  test('silent where no source gives limits', () => expect(sized(64, 64, {}, 'turbo')).toEqual([]));
});

describe('frames-form', () => {
  const frames = (num_frames: number, model = 'video') => say({ model, settings: { num_frames } });
  test('between two counts', () => expect(frames(80)).toEqual(['frames-form information num_frames -> 81, 77']));
  test('valid counts, and a single picture', () => {
    expect(frames(81)).toEqual([]);
    expect(frames(1)).toEqual([]);
  });
  test('more than the model was made for', () =>
    expect(
      find('model: Lightricks/LTX-Video\nprompt: a\nsteps: 40\nnum_frames: 265\n').map(({ message }) => message),
    ).toEqual(['LTX-Video is made for at most 257 frames; with 265 the video falls apart or the program refuses.']));
  test('a small one is not fixed to nothing', () =>
    expect(frames(3)).toEqual(['frames-form information num_frames -> 5']));
  test('silent for a model without a form', () => expect(frames(80, 'plain')).toEqual([]));
});
