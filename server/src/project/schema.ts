/** The shape of a project file: what it may say, in one place for the reader and for editors (`data/project.schema.json`). */
import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { SEVERITY_CHOICES } from '../findings/severity.ts';
import { LONGEST_PATTERN } from './globs.ts';

/** Entries of any list or map. */
const MOST_ENTRIES = 200;
const LONGEST_TEXT = 2000;

const text = v.pipe(
  v.string(() => t`must be text`),
  v.nonEmpty(() => t`must not be empty`),
  v.maxLength(LONGEST_TEXT, () => t`is too long`),
);
const pattern = v.pipe(
  v.string(() => t`must be text`),
  v.nonEmpty(() => t`must not be empty`),
  v.maxLength(LONGEST_PATTERN, () => t`must have at most ${LONGEST_PATTERN} characters`),
);
const count = v.pipe(
  v.number(() => t`must be a number`),
  v.integer(() => t`must be a whole number`),
  v.minValue(1, () => t`must be at least 1`),
  v.maxValue(1_000_000, () => t`is too large`),
);
const number = v.pipe(
  v.number(() => t`must be a number`),
  v.finite(() => t`must be a number`),
);

/** Patterns of one model: each is compared with every name there is. */
const MOST_PATTERNS = 20;

/** One, or a list of them. */
function oneOrMore<Item extends v.GenericSchema>(item: Item, most = MOST_ENTRIES) {
  return v.union([
    item,
    v.pipe(
      v.array(item),
      v.maxLength(most, () => t`has too many entries`),
    ),
  ]);
}

function list<Item extends v.GenericSchema>(item: Item) {
  return v.pipe(
    v.array(item, () => t`must be a list`),
    v.maxLength(MOST_ENTRIES, () => t`has too many entries`),
  );
}

function about<Schema extends v.GenericSchema>(schema: Schema, description: string) {
  return v.pipe(schema, v.description(description));
}

const files = about(
  oneOrMore(pattern),
  'Paths from the folder of this file, as in .gitignore: `*`, `?`, `**`; one without a `/` holds in any folder.',
);

const IgnoreSchema = v.strictObject(
  {
    files: v.optional(files),
    rules: v.optional(about(oneOrMore(text), 'Rules that say nothing there; all where none is named.')),
    at: v.optional(
      about(
        oneOrMore(pattern),
        'Places in the file, as JSON pointers: `/3/inputs/steps`. `*` stands for any one key or index; what is below a place is meant, too.',
      ),
    ),
    why: v.optional(about(text, 'The reason, for whoever reads this file.')),
  },
  () => t`must be a pattern, or name files, rules or places`,
);

const ModelSchema = v.strictObject(
  {
    name: about(text, 'For people.'),
    match: about(
      oneOrMore(pattern, MOST_PATTERNS),
      'Names in configs that mean it: `*` and `?` stand for other characters, case counts nothing.',
    ),
    like: v.optional(
      about(text, 'Id of the model that it is made from (docs/models.md): what is not said here is as there.'),
    ),
    kind: v.optional(v.picklist(['image', 'video', 'audio'], () => t`must be image, video or audio`)),
    lora: v.optional(
      about(
        v.boolean(() => t`must be true or false`),
        'It is an acceleration LoRA.',
      ),
    ),
    steps: v.optional(
      v.strictObject(
        {
          sweet: v.optional(
            about(
              v.pipe(
                v.tuple([count, count], () => t`must be two counts, as in [20, 30]`),
                v.check(
                  ([from, to]) => from <= to,
                  () => t`must begin with the smaller count`,
                ),
              ),
              'From where to where it is at its best.',
            ),
          ),
          default: v.optional(about(count, 'The count that fixes offer.')),
          draft: v.optional(count),
          min_useful: v.optional(about(count, 'Fewer give no finished picture.')),
          wasteful_above: v.optional(about(count, 'More are reported.')),
        },
        () => t`must say sweet, default, draft, min_useful or wasteful_above`,
      ),
    ),
    guidance: v.optional(about(number, 'The guidance scale it is used with; 1 is off.')),
  },
  () => t`must say at least name and match`,
);

export const ProjectSchema = v.strictObject(
  {
    rules: v.optional(
      about(
        v.record(
          text,
          v.picklist(SEVERITY_CHOICES, () => t`must be one of: ${SEVERITY_CHOICES.join(', ')}`),
          () => t`must name rules`,
        ),
        'How serious each rule is; `off` never reports it. Goes before the settings of an editor.',
      ),
    ),
    ignore: v.optional(
      about(
        list(v.union([pattern, IgnoreSchema], () => t`must be a pattern of files, or name files, rules and places`)),
        'Where nothing is said: whole files, or some rules at some places.',
      ),
    ),
    models: v.optional(about(list(ModelSchema), 'Models of your own, and other names of known ones.')),
    aliases: v.optional(
      about(
        v.record(text, text, () => t`must name keys`),
        'Keys of your own formats, and the setting each means: `house_steps: inference_steps`.',
      ),
    ),
    guides: v.optional(
      about(
        v.record(text, text, () => t`must name settings`),
        'A note of yours in the hover of a setting: plain text.',
      ),
    ),
    folders: v.optional(
      about(
        list(
          v.strictObject(
            {
              files,
              model: v.optional(about(text, 'Id or name of the model they are for, where they name none.')),
              program: v.optional(
                about(text, 'Id of the program that reads them (docs/programs.md), where their format leaves it open.'),
              ),
            },
            () => t`must say files, and model or program`,
          ),
        ),
        'What the configs in a folder are for.',
      ),
    ),
    drafts: v.optional(
      about(
        v.strictObject({ files: v.optional(files) }, () => t`must say files`),
        'Drafts: few steps are meant in these files.',
      ),
    ),
  },
  () => t`must be a map`,
);

/** A project file as it is written. */
export type ProjectFile = v.InferOutput<typeof ProjectSchema>;
export type OwnModel = v.InferOutput<typeof ModelSchema>;
