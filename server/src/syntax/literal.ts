/** Values as the text of a file. */
import type { SourceDocument } from './document.ts';

/** Plain text of YAML that is never anything but a string, in any place. */
const SAFE_PLAIN = /^(?!(true|false|yes|no|on|off|y|n|null)$)[a-z_][\w+./()-]*( [\w+./()-]+)*$/i;
const NUMBER = /^-?\d+(\.\d+)?$/;

/** The literal of a value in the place of the literal `source`: what is quoted stays quoted, in the same quotes. */
export function literalLike(source: string, value: string, format: SourceDocument['format']): string {
  if (source.startsWith("'")) return `'${value.replaceAll("'", "''")}'`;
  const isBare = NUMBER.test(value) || (format === 'yaml' && SAFE_PLAIN.test(value));
  return isBare && !source.startsWith('"') ? value : JSON.stringify(value);
}
