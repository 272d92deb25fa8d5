/**
 * What Sweetspot adds to the Language Server Protocol. Each message is one constant: its name and the shapes of what it carries.
 * Types come from these shapes, and whoever receives a message reads it by them before believing it.
 */
import * as v from 'valibot';

/** Asked by one side, answered by the other. */
export interface Request<
  Params extends v.GenericSchema = v.GenericSchema,
  Result extends v.GenericSchema = v.GenericSchema,
> {
  readonly method: string;
  readonly params: Params;
  readonly result: Result;
}

/** Told by one side. Nobody answers. */
export interface Notification<Params extends v.GenericSchema = v.GenericSchema> {
  readonly method: string;
  readonly params: Params;
}

/** What a schema reads. Nobody changes what was said. */
export type Read<Schema extends v.GenericSchema> = Unchanging<v.InferOutput<Schema>>;

/** What may be sent for a schema to read: what has a default may be left out. */
export type Sent<Schema extends v.GenericSchema> = Unchanging<v.InferInput<Schema>>;

/** Readonly in all its depth. */
type Unchanging<T> = { readonly [Key in keyof T]: Unchanging<T[Key]> };

/** Reads what the other side sent. Throws `Malformed` for anything else. */
export function read<Schema extends v.GenericSchema>(
  { method }: Pick<Notification, 'method'>,
  schema: Schema,
  said: unknown,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, said);
  if (result.success) return result.output;
  throw new Malformed(wrongWith(method, result.issues));
}

/** Which part of which message is not what it should be, never what it is: that may be a secret. */
export function wrongWith(method: string, [issue]: readonly [v.BaseIssue<unknown>, ...unknown[]]): string {
  return `${method}: ${v.getDotPath(issue) ?? 'all of it'} should be ${issue.expected ?? 'something else'}.`;
}

/** A message is not what it should be. */
export class Malformed extends Error {}

/** Of a request that needs none. */
export const NoParams = v.optional(v.object({}), {});
