/** `node:assert/strict` where there is no Node, as far as the suite asks. */
function ok(value: unknown, message = 'not true'): asserts value {
  if (!value) throw new Error(message);
}

const text = (value: unknown): string => JSON.stringify(value) ?? String(value);

function equal(value: unknown, wanted: unknown): void {
  ok(text(value) === text(wanted), `${text(value)} is not ${text(wanted)}`);
}

const match = (value: string, pattern: RegExp): void => ok(pattern.test(value), `"${value}" is not like ${pattern}`);
const doesNotMatch = (value: string, pattern: RegExp): void =>
  ok(!pattern.test(value), `"${value}" is like ${pattern}`);

export default { ok, equal, deepEqual: equal, match, doesNotMatch };
