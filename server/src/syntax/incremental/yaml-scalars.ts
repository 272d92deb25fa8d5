/** One-line scalars of YAML that need no parser. */
import type { ScalarValue } from '../document.ts';
import { ScalarNode } from '../nodes.ts';

/** The scalar that a value written in block style is; `null` for one that is not simple. `start`: of the value in the whole text. */
export function scalarOf(written: string, start: number): ScalarNode | null {
  const [first] = written;
  if (first === '"' || first === "'") {
    const quoted = first === '"' ? /^"([^"\\]*)"( +#.*)?$/ : /^'([^']*)'( +#.*)?$/;
    const [, value, comment = ''] = quoted.exec(written) ?? [];
    if (value === undefined) return null;
    return new ScalarNode(start, written.slice(0, written.length - comment.length), value, 'quoted');
  }
  if (!/^(?:[A-Za-z0-9_./$(~+\u00a1-\ud7ff]|-[\d.])/.test(written)) return null;
  const comment = written.search(/(?<! ) +#/);
  const source = comment < 0 ? written : written.slice(0, comment);
  if (/:(?: |$)/.test(source)) return null;
  return new ScalarNode(start, source, plainValue(source), 'plain');
}

/** The value of a plain scalar in YAML 1.2's core schema (yaml.org/spec/1.2.2, 10.3.2). */
export function plainValue(source: string): ScalarValue['value'] {
  if (!/^[-+.\d~nNtTfF]/.test(source)) return source;
  if (/^(?:~|[Nn]ull|NULL)$/.test(source)) return null;
  if (/^(?:[Tt]rue|TRUE)$/.test(source)) return true;
  if (/^(?:[Ff]alse|FALSE)$/.test(source)) return false;
  if (/^[-+]?\d+$/.test(source)) return Number.parseInt(source, 10);
  if (/^0o[0-7]+$/.test(source)) return Number.parseInt(source.slice(2), 8);
  if (/^0x[\da-fA-F]+$/.test(source)) return Number.parseInt(source.slice(2), 16);
  if (/^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(source)) return Number.parseFloat(source);
  if (/^[-+]?\.(?:inf|Inf|INF)$/.test(source)) return source[0] === '-' ? -Infinity : Infinity;
  if (/^\.(?:nan|NaN|NAN)$/.test(source)) return Number.NaN;
  return source;
}
