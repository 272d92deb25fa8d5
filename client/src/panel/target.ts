/** Where in a document the generation to render is, kept true while the document is edited. No vscode. */
import * as v from 'valibot';
import { readAs } from '../../../server/src/knowledge/readable.ts';
import type { Read } from '../../../server/src/protocol/message.ts';
import { PositionSchema, type RangeSchema } from '../../../server/src/protocol/place.ts';
import type { ComplaintPlace } from '../../../server/src/protocol/render.ts';

export const TargetSchema = v.object({ uri: v.string(), position: PositionSchema });

export type Target = Read<typeof TargetSchema>;
type Position = Target['position'];
type Range = Read<typeof RangeSchema>;

/** Reads a command's argument (a code lens gives one); `null` when it is anything else, such as a menu's file address. */
export function targetFrom(argument: unknown): Target | null {
  return readAs(TargetSchema, argument);
}

/** An edit: the range it replaced, and the text it put there. */
export interface Edit {
  readonly range: Range;
  readonly text: string;
}

/** Where `position` is after `edit`. A position inside the replaced range goes to the range's start. */
export function moved(position: Position, { range, text }: Edit): Position {
  if (isBefore(position, range.end) && !isBefore(position, range.start)) return range.start;
  if (isBefore(position, range.start)) return position;
  const lines = text.split(/\r\n|\r|\n/);
  const line = position.line + (range.start.line - range.end.line) + (lines.length - 1);
  if (position.line > range.end.line) return { line, character: position.character };
  const before = lines.length === 1 ? range.start.character : 0;
  const inserted = lines.at(-1)?.length ?? 0;
  return { line, character: before + inserted + (position.character - range.end.character) };
}

/** Places move with the text; those on a line that was edited are gone, since they may be mended. */
export function placesAfter(places: readonly ComplaintPlace[], edit: Edit): ComplaintPlace[] {
  return places
    .filter(({ range }) => !touches(edit, range))
    .map((place) => ({
      ...place,
      range: { start: moved(place.range.start, edit), end: moved(place.range.end, edit) },
    }));
}

/** Whether an edit changes something on a line of `range`. */
function touches({ range: edited }: Edit, range: Range): boolean {
  return edited.start.line <= range.end.line && edited.end.line >= range.start.line;
}

function isBefore(a: Position, b: Position): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
