/** New configs of the common formats. */
import * as v from 'valibot';
import type { Read } from './message.ts';

const StarterSchema = v.object({
  id: v.string(),
  /** The format, for people. */
  name: v.string(),
  says: v.string(),
  language: v.picklist(['json', 'yaml']),
  /** With tab stops: `${1:text}`. */
  snippet: v.string(),
});
export type StarterMessage = Read<typeof StarterSchema>;

export const STARTERS = { method: 'sweetspot/starters', params: v.object({}), result: v.array(StarterSchema) };
