/** data/files.yaml. */
import * as v from 'valibot';
import { names, regex, sources } from './common.ts';

/** Endings of names, without the point and in lower case, by what files hold. */
export const FilesSchema = v.strictObject({
  pictures: names,
  videos: names,
  sounds: names,
  weights: names,
  /** A word of a name that says only in what form weights are. */
  forms: regex,
  /** Folders of editors that may hold an extension's files. */
  editors: names,
  editor_servers: names,
  sources,
});
