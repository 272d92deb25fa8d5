/** The pages of the guide. */
import * as v from 'valibot';
import { NoParams, type Read } from './message.ts';

const name = {
  kind: v.picklist(['guide', 'rule']),
  /** Setting id (`inference_steps`) or rule code (`steps-wasteful`): letters and dashes, so that it can stand in a path. */
  id: v.pipe(v.string(), v.regex(/^[\w-]+$/)),
};
export const PageNameSchema = v.object(name);
export type PageName = Read<typeof PageNameSchema>;

const PageSchema = v.object({
  ...name,
  title: v.string(),
  /** What else people call it: spellings of the setting. */
  names: v.array(v.string()),
  /** Its file in data/. Links and pictures of the Markdown are relative to it. */
  file: v.string(),
  markdown: v.string(),
});
export type Page = Read<typeof PageSchema>;

/** A page of the guide or of a rule; `null` where there is none. */
export const PAGE = { method: 'sweetspot/page', params: PageNameSchema, result: v.nullable(PageSchema) };

/** Every page there is, in the order to offer them. */
export const PAGES = { method: 'sweetspot/pages', params: NoParams, result: v.array(PageSchema) };
