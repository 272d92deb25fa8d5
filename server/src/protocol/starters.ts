/** New configs of the common formats. */
import * as v from 'valibot';

const StarterSchema = v.object({
  id: v.string(),
  /** The format, for people. */
  name: v.string(),
  says: v.string(),
  language: v.picklist(['json', 'yaml']),
  /** With tab stops: `${1:text}`. */
  snippet: v.string(),
});

export const STARTERS = { method: 'sweetspot/starters', params: v.object({}), result: v.array(StarterSchema) };
