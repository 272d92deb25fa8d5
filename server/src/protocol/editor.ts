/** The editor as the server needs to know it: what it can do beyond the protocol, its colours, what it shows of a file. */
import { isAbsolute } from 'node:path';
import * as v from 'valibot';
import { objectOf } from '../common/records.ts';
import type { Read, Sent } from './message.ts';
import { InDocument } from './place.ts';

const ThemeSchema = v.picklist(['light', 'dark', 'high-contrast', 'high-contrast-light']);
/** Which colours pictures in hovers are drawn for. */
export type Theme = Read<typeof ThemeSchema>;

const can = v.fallback(v.optional(v.boolean(), false), false);
const absolutePath = v.fallback(v.nullish(v.pipe(v.string(), v.check(isAbsolute)), null), null);

/** `initializationOptions`. A client that says nothing can do nothing special. */
export const AbilitiesSchema = v.object({
  /** Hover Markdown may hold pictures (data URIs). Without it the gauge is text. */
  pictures: can,
  /** Commands that links may run (`sweetspot.openPage`). Without it links are file addresses. */
  commandLinks: can,
  /** It shows findings above hovers, so that these need not repeat them. */
  findingsShown: can,
  /** It answers `sweetspot/seen`. */
  seen: can,
  /** It answers `sweetspot/text`. */
  texts: can,
  /** It hears `sweetspot/backendState`. */
  backendStates: can,
  /** What people read, in their language: English text to its translation (`l10n/`). English without it, and where one is missing. */
  translations: v.fallback(v.optional(objectOf(v.string()), {}), {}),
  theme: v.fallback(v.optional(ThemeSchema, 'dark'), 'dark'),
  /**
   * A folder on the machine that both share, where the server may leave finished pictures as files under names of its own
   * (`PictureFile`). It still sends them as base64 when it can't write there.
   */
  pictureFolder: absolutePath,
  /** A file of the server's own, for what it measures. Several servers may share it. Without it measurements end with the server. */
  measurementsFile: absolutePath,
});
export type Abilities = Read<typeof AbilitiesSchema>;
export type ClientAbilities = Sent<typeof AbilitiesSchema>;

/** The editor's colours are these from now on. */
export const THEME = { method: 'sweetspot/theme', params: v.object({ theme: ThemeSchema }) };

const line = v.pipe(v.number(), v.integer(), v.minValue(0));
const SeenLinesSchema = v.object({ first: line, last: line });
/** Both 0-based, both shown. */
export type SeenLines = Read<typeof SeenLinesSchema>;

/**
 * Asked by the server, once for a large file when it is opened: the lines that a person sees of it, which are then read first;
 * `null` when it is not shown.
 */
export const SEEN = {
  method: 'sweetspot/seen',
  params: v.object(InDocument),
  result: v.nullable(SeenLinesSchema),
};
