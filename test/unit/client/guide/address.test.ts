import { expect, it } from 'vitest';
import { pageAddress, pageAt, pageFrom } from '../../../../client/src/guide/address.ts';

it('gives a page an address that names it and leads back', () => {
  const page = { kind: 'rule', id: 'steps-too-few' } as const;
  expect(pageAddress(page)).toBe('sweetspot:/rule/steps-too-few.md');
  expect(pageAt('sweetspot:/rule/steps-too-few.md')).toEqual(page);
});

it.each(['sweetspot:/rule/a/b.md', 'sweetspot:/elsewhere/a.md', 'file:/rule/a.md', ''])(
  'finds no page at "%s"',
  (address) => {
    expect(pageAt(address)).toBeNull();
  },
);

it('reads only what names a page', () => {
  expect(pageFrom({ kind: 'guide', id: 'seed', more: 1 })).toEqual({ kind: 'guide', id: 'seed' });
  expect(pageFrom({ kind: 'guide', id: '../secret' })).toBeNull();
  expect(pageFrom({ kind: 'rule', id: 3 })).toBeNull();
  expect(pageFrom(undefined)).toBeNull();
});
