/** Reading what was kept: whatever can't be read is left out, and takes nothing else with it. */
import * as v from 'valibot';

/** The items that can be read; of what is no list, none. */
export function listOf<Item extends v.GenericSchema>(item: Item) {
  return v.fallback(
    v.pipe(
      v.array(v.unknown()),
      v.transform((items) => items.flatMap((each) => outputOf(item, each))),
    ),
    [],
  );
}

/** The entries whose values can be read; of what is no object, none. */
export function recordOf<Value extends v.GenericSchema>(value: Value) {
  return v.fallback(
    v.pipe(
      v.custom<Readonly<Record<string, unknown>>>((kept) => typeof kept === 'object' && kept !== null),
      v.transform((entries): Record<string, v.InferOutput<Value>> => {
        const read = Object.entries(entries).map(([key, each]) =>
          outputOf(value, each).map((one) => [key, one] as const),
        );
        return Object.fromEntries(read.flat());
      }),
    ),
    {},
  );
}

/** What was read, as a list of one or none. */
function outputOf<Schema extends v.GenericSchema>(schema: Schema, value: unknown): v.InferOutput<Schema>[] {
  const { success, output } = v.safeParse(schema, value);
  return success ? [output] : [];
}

/** What JSON holds; undefined, which is no JSON, where it can't be read. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a schema reads of a value; `null` where that is something else. */
export function readAs<Schema extends v.GenericSchema>(schema: Schema, value: unknown): v.InferOutput<Schema> | null {
  const { success, output } = v.safeParse(schema, value);
  return success ? output : null;
}
