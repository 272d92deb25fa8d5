/** Files that only the client can read: in a virtual workspace, in a browser. */
import * as v from 'valibot';
import { InDocument } from './place.ts';

/** Asked by the server for a project file that lies on no disk of its own; `null` where there is none, or it is longer than `most`. */
export const TEXT = {
  method: 'sweetspot/text',
  params: v.object({ ...InDocument, most: v.number() }),
  result: v.nullable(v.string()),
};
