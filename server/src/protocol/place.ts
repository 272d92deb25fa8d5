/** Places in documents. */
import * as v from 'valibot';

const Coordinate = v.pipe(v.number(), v.integer(), v.minValue(0));

/** 0-based line and UTF-16 column. */
export const PositionSchema = v.object({ line: Coordinate, character: Coordinate });
export const RangeSchema = v.object({ start: PositionSchema, end: PositionSchema });

/** Entries of a message about a document. */
export const InDocument = { textDocument: v.object({ uri: v.string() }) };
/** Entries of a message about the generation at a position. */
export const AtPosition = { ...InDocument, position: PositionSchema };
