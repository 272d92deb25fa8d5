import { expect, it } from 'vitest';
import { pageAtPath, pageFrom, pageLink, pagePath } from '../../../../client/src/pages/address.ts';

it('gives a page a path that names it and leads back', () => {
  const page = { kind: 'rule', id: 'steps-too-few' } as const;
  expect(pagePath(page)).toBe('/rule/steps-too-few.md');
  expect(pageAtPath('/rule/steps-too-few.md')).toEqual(page);
  expect(pageAtPath('/rule/a/b.md')).toBeNull();
  expect(pageAtPath('/elsewhere/a.md')).toBeNull();
});

it('links to a page by a command whose query is a JSON list of arguments', () => {
  const link = new URL(pageLink({ kind: 'guide', id: 'inference_steps' }));
  expect(link.protocol + link.pathname).toBe('command:sweetspot.openPage');
  expect(JSON.parse(decodeURIComponent(link.search.slice(1)))).toEqual([{ kind: 'guide', id: 'inference_steps' }]);
});

it('reads only what names a page', () => {
  expect(pageFrom({ kind: 'guide', id: 'seed', more: 1 })).toEqual({ kind: 'guide', id: 'seed' });
  expect(pageFrom({ kind: 'guide', id: '../secret' })).toBeNull();
  expect(pageFrom({ kind: 'rule', id: 3 })).toBeNull();
  expect(pageFrom(undefined)).toBeNull();
});
