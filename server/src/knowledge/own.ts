/** Asking a record by a name that may be anything: files and servers have things named `constructor` and `__proto__`, too. */

/** An object that is no list: what JSON writes in braces. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a record itself has under a name. What every object has by birth is none of it. */
export function own<Value>(
  record: Readonly<Record<string, Value>> | null | undefined,
  name: string,
): Value | undefined {
  return record && Object.hasOwn(record, name) ? record[name] : undefined;
}

/** Writes an entry of a record, whatever its name: assigned, `__proto__` would become what the record inherits from. */
export function put<Value>(record: Record<string, Value>, name: string, value: Value): void {
  if (name === '__proto__')
    Object.defineProperty(record, name, { value, writable: true, enumerable: true, configurable: true });
  else record[name] = value;
}

/** As `own`, where the build has made sure that there is one. Throws where there is none. */
export function mustOwn<Value>(record: Readonly<Record<string, Value>>, name: string): Value {
  const value = own(record, name);
  if (value === undefined) throw new Error(`There is no "${name}".`);
  return value;
}
