/** Markup from parts. */

import { escaped } from '../../server/src/common/markup.ts';

/** An element; attributes without a value are left out. `content` is markup; `null`: an element that has none. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  content: string | null,
): string {
  const said = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(String(value))}"`)
    .join('');
  return content === null ? `<${name}${said} />` : `<${name}${said}>${content}</${name}>`;
}
