/** A value of a file as plain data to be sent: integers keep all their digits, whatever their size. */
import { t } from '@vscode/l10n';
import type { ScalarValue, Value } from '../syntax/document.ts';
import { entriesOf } from '../syntax/navigate.ts';
import { PlanError } from './plan/error.ts';

/** Values written out at most: aliases can make a small file into an endless one. */
const MAX_VALUES = 200_000;
/** Levels at most: a graph has about six, and writers of JSON recurse. */
const MAX_DEPTH = 200;

/** The data of a value, aliases and merges written out; integers that a double can't hold are bigints. Throws `PlanError` when it is too large. */
export function jsonOf(value: Value): unknown {
  let left = MAX_VALUES;
  const write = (from: Value, depth: number): unknown => {
    left -= 1;
    if (left < 0 || depth > MAX_DEPTH) throw new PlanError(t`There is too much in this graph to send it.`);
    if (from.kind === 'alias') return from.target && write(from.target, depth + 1);
    if (from.kind === 'list') return from.items.map((item) => write(item, depth + 1));
    if (from.kind === 'map')
      return Object.fromEntries(entriesOf(from).map(({ key, value }) => [key.text, write(value, depth + 1)] as const));
    return scalarOf(from);
  };
  return write(value, 0);
}

function scalarOf({ value, source }: ScalarValue): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value) || !/^[-+]?\d+$/.test(source)) return value;
  return BigInt(source);
}
