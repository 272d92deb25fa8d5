/**
 * Objects whose names may be anything, as schemas. Not `v.record`, which passes over names such as `constructor`: people and servers name
 * things so.
 */
import * as v from 'valibot';

/** What JSON writes in braces. */
export const anyObject = v.custom<Readonly<Record<string, unknown>>>(isRecord);

/** The same with values of one kind. `value` is a schema that changes nothing. */
export function objectOf<Value extends v.GenericSchema>(value: Value) {
  return v.custom<Readonly<Record<string, v.InferOutput<Value>>>>(
    (given) => isRecord(given) && Object.values(given).every((each) => v.is(value, each)),
  );
}

function isRecord(given: unknown): given is object {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}
