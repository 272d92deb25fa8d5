/** Texts being edited: what is known of each is kept, and brought up to date when it is asked for. */
import { judge } from '../check/check.ts';
import { finish, type Work } from '../common/slices.ts';
import type { Reading } from '../dialects/generation.ts';
import { createPlaces } from '../dialects/places.ts';
import { createReader } from '../dialects/read.ts';
import type { Analysis } from '../features/analysis.ts';
import type { MeasurementsOf } from '../findings/local.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { type EditableDocument, emptyDocument, readDocument } from '../syntax/parse.ts';
import type { Range } from '../syntax/text.ts';
import { type Edit, type LineIndex, moved, SourceText } from '../syntax/text.ts';

/** A text being edited. Edits cost next to nothing; what they change is worked out when the analysis is asked for. */
export interface OpenText {
  edit(edit: Edit): void;
  /** Characters. */
  readonly length: number;
  /** All of it in one string: costs its length. */
  content(): string;
  readonly lines: LineIndex;
  /** What a person sees of it: read first, where it is a long list. */
  seen: Range | null;
  /** While the text is being read: what is known of the generations that are seen. Good for what is inside them. */
  early(): Analysis | null;
  /** Whether it may hold anything of ours: a scan for the words, no more. */
  mayHoldSteps(): boolean;
  /**
   * The analysis of the text as it stands, pausing now and then. Ends with `null` when the text was edited during a pause: ask
   * again. An analysis is true until the next edit.
   */
  analysis(): Work<Analysis | null>;
  /** The analysis, if it is there already; `null` after an edit. */
  current(): Analysis | null;
}

/** The longest match of the words that are looked for, characters. */
const LONGEST_SIGN = 256;

/** A text that will be edited. */
export type OpenTexts = (content: string, languageId?: string) => OpenText;

/** `measurementsOf`: what is known on this machine at the moment it is called. */
export function createOpenTexts(knowledge: Knowledge, measurementsOf: MeasurementsOf): OpenTexts {
  const { read } = createReader(knowledge);
  const signs = aliasPattern(knowledge);
  return open;

  function open(content: string, languageId?: string): OpenText {
    const source = new SourceText(content);
    let document: EditableDocument | null = null;
    let current: Analysis | null = null;
    let early: Analysis | null = null;
    /** What was judged last. */
    let judged: Reading | null = null;
    let edits = 0;
    /** A word by which it may hold something of ours: as long as that stands, nobody looks for another. */
    let sign: Range | null = null;
    const mayHoldSteps = (): boolean => {
      sign ??= source.find(signs, LONGEST_SIGN);
      return sign !== null;
    };

    /** What a work comes to; `null`, and no more of it, when the text was edited during a pause. `onPause`: hears what pauses give. */
    function* untilEdited<Given, Result>(
      work: Generator<Given | undefined, Result>,
      onPause: (given: Given) => void = () => {},
    ): Work<Result | null> {
      const asked = edits;
      for (let turn = work.next(); ; turn = work.next()) {
        if (turn.done) return turn.value;
        if (turn.value !== undefined) onPause(turn.value);
        yield;
        if (asked !== edits) return null;
      }
    }

    function* analysis(): Work<Analysis | null> {
      if (current) return current;
      // Most JSON and YAML files are none of ours: a scan is a hundred times cheaper than a parse.
      if (!mayHoldSteps()) {
        document = null;
        current = { document: emptyDocument(source), lines: source, reading: NOTHING };
        return current;
      }
      const known = document ?? (yield* untilEdited(readDocument(source, languageId)));
      if (!known) return null;
      document = known;
      const analysisOf = (reading: Reading): Analysis => ({ document: known, lines: source, reading });
      const found = yield* untilEdited(
        read(known, () => text.seen),
        (partial) => {
          early = analysisOf(finish(judge(partial, knowledge, measurementsOf)));
        },
      );
      const reading = found && (yield* untilEdited(judge(found, knowledge, measurementsOf, judged)));
      if (!reading) return null;
      judged = reading;
      early = null;
      current = analysisOf(reading);
      return current;
    }

    const text: OpenText = {
      seen: null,
      early: () => early,
      edit(edit) {
        edits += 1;
        current = null;
        early = null;
        source.edit(edit);
        sign = sign && (edit.end < sign.start || edit.start > sign.end) ? moved(sign, edit) : null;
        text.seen = text.seen && moved(text.seen, edit);
        if (document && !document.update(edit)) document = null;
      },
      get length() {
        return source.length;
      },
      content: () => source.toString(),
      lines: source,
      current: () => current,
      mayHoldSteps,
      analysis,
    };
    return text;
  }
}

const NOTHING: Reading = { dialect: null, name: '', evidence: '', generations: [], places: createPlaces() };

/**
 * Matches any spelling of a step count, whatever its case and separators, any form written inside strings, and the word of a
 * format that writes values without names: without one there is no generation.
 */
function aliasPattern({ stepsGuide, data, ownKeys }: Knowledge): RegExp {
  const spellings = [
    ...stepsGuide.aliases.map(({ key }) => key.replace(/[-_]/g, '[-_]?')),
    ...ownKeys.map((key) => key.replace(/[^\w-]/g, '\\$&').replace(/[-_]/g, '[-_]?')),
  ];
  const signs = data.embeddedForms.map(({ sign }) => sign);
  return new RegExp([...spellings, ...signs, data.comfyWorkflow.sign].join('|'), 'im');
}
