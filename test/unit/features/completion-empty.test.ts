/** A file with nothing in it is offered whole configs, also between the braces of an object that an editor has closed already. */
import { describe, expect, test } from 'vitest';
import { shown, taken } from './completing.ts';

describe('the braces of a JSON object', () => {
  test.each(['{‸}', '{‸', '{\n  ‸\n}\n', '\n{ ‸ }'])('%j', (source) =>
    expect(shown('json', source)).toEqual(['A1111 request', 'ComfyUI graph', 'generation arguments']),
  );
  test.each(['{‸}', '{‸', '{\n  ‸\n}', '{ ‸ }'])('%j makes a whole config', (source) => {
    const text = taken('json', source, 'A1111 request');
    expect(JSON.parse(text)).toMatchObject({ steps: 25, width: 1024, sampler_name: 'DPM++ 2M' });
  });
  test('entries have the indentation of the line, which editors add', () =>
    expect(taken('json', '{\n  ‸\n}', 'generation arguments')).toMatch(/^\{\n {2}"[a-z_]+": .*,\n"/));
  test.each([
    ['yaml', '{‸}'],
    ['json', '{"a": 1}‸'],
    ['json', '‸{}'],
    ['json', '{}‸'],
    ['json', '[{‸}]'],
  ])('not in %s %j', (language, source) => expect(shown(language, source)).not.toContain('A1111 request'));
});
