/** The shape of data/builtin/scenes.yaml: what lands there are, which words ask for them, and how they are painted. */
import * as v from 'valibot';

const name = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/, 'a name is lower-case letters, digits and hyphens'));
const positive = v.pipe(v.number(), v.gtValue(0, 'must be above 0'));
const colour = v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/, 'a colour is # and six lower-case hexadecimal digits'));
/** x and y as shares of the picture's width and height, from its upper left corner; may lie outside. */
const point = v.tuple([v.number(), v.number()]);
/** Colours at rising heights (or depths); between them they are mixed. */
const ramp = v.pipe(
  v.array(v.tuple([v.number(), colour])),
  v.minLength(2, 'a ramp needs two colours'),
  v.check((stops) => stops.every((stop, i) => i === 0 || stop[0] > stops[i - 1][0]), 'the places of a ramp must rise'),
);

/** Lengths are shares of the picture's shorter side, heights are standard deviations of a typical land, 0 is the sea. */
const element = v.variant('draw', [
  v.strictObject({ draw: v.literal('level'), height: v.number() }),
  v.strictObject({ draw: v.literal('bump'), at: point, radius: positive, height: v.number() }),
  v.strictObject({ draw: v.literal('ring'), at: point, radius: positive, width: positive, height: v.number() }),
  v.strictObject({
    draw: v.literal('ridge'),
    through: v.pipe(v.array(point), v.minLength(2, 'a ridge goes through two points at least')),
    width: positive,
    height: v.number(),
  }),
  /** A slope from `-height` at `from` to `height` at `to`, flat beyond. */
  v.strictObject({ draw: v.literal('slope'), from: point, to: point, height: v.number() }),
  /** Parallel waves: `count` crests on the longer side, travelling towards `angle` degrees (0 is right, 90 down). */
  v.strictObject({ draw: v.literal('waves'), angle: v.number(), count: positive, height: v.number() }),
]);

const spectrum = v.strictObject({
  /** Power falls as wave number^-slope. */
  slope: v.pipe(v.number(), v.gtValue(2, 'must be above 2: else the field has no finite variance')),
  /** Cycles per longer side at which the fall begins. */
  knee: positive,
  /** Standard deviation of the field, in heights. */
  deviation: positive,
});

const component = v.strictObject({
  /** Share among all components when nothing is asked for; relative. */
  weight: positive,
  spectrum: name,
  palette: name,
  height: v.array(element),
  moisture: v.array(element),
});

const word = v.strictObject({
  synonyms: v.exactOptional(v.array(v.string())),
  /** Natural logarithm of the factor by which the word raises a component's weight. */
  favours: v.exactOptional(v.record(name, v.number())),
  palette: v.exactOptional(name),
  light: v.exactOptional(name),
});

const palette = v.strictObject({
  /** By height, below 0. */
  water: ramp,
  /** By height, above 0: land without and with moisture. */
  dry: ramp,
  lush: ramp,
  beach: colour,
  rock: colour,
  snow: colour,
  /** Height from which snow lies. */
  snowLine: v.number(),
  /** Width of the beach, in height. */
  beachHeight: v.number(),
  /** Light of its own where the land is driest (lava). */
  glow: v.exactOptional(v.strictObject({ edge: colour, core: colour })),
});

const light = v.strictObject({
  sun: colour,
  sky: colour,
  /** Brightness of sun and sky; 1 in sum leaves colours of level ground as they are. */
  sunStrength: v.pipe(v.number(), v.minValue(0)),
  skyStrength: v.pipe(v.number(), v.minValue(0)),
  /** Of the sun above the horizon, in degrees. */
  elevation: v.pipe(v.number(), v.minValue(5), v.maxValue(85)),
});

const captionRow = v.pipe(v.string(), v.regex(/^[#.]+$/, 'a row of the caption is # and . only'));

export const ScenesSchema = v.pipe(
  v.strictObject({
    /** The noisiest level and the least noisy one before 0 (EDM convention: Karras et al. 2022). */
    sigma: v.strictObject({ max: positive, min: positive }),
    spectra: v.record(name, spectrum),
    components: v.record(name, component),
    words: v.record(name, word),
    palettes: v.record(name, palette),
    lights: v.record(name, light),
    defaultLight: name,
    texts: v.strictObject({
      /** `{words}` stands for the words. */
      understood: v.pipe(v.string(), v.includes('{words}')),
      nothingUnderstood: v.string(),
      /** What a picture says of itself to programs. */
      description: v.string(),
    }),
    /** What a picture says of itself to people, in pixels: rows of # and . */
    caption: v.pipe(
      v.array(captionRow),
      v.minLength(1),
      v.check((rows) => rows.every((row) => row.length === rows[0].length), 'the rows of the caption differ in length'),
    ),
  }),
  v.check((scenes) => scenes.sigma.max > scenes.sigma.min, 'sigma.max must be above sigma.min'),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    for (const message of brokenReferences(dataset.value)) addIssue({ message });
  }),
);

export type Scenes = v.InferOutput<typeof ScenesSchema>;
export type Spectrum = v.InferOutput<typeof spectrum>;
export type Component = v.InferOutput<typeof component>;
export type RecipeElement = v.InferOutput<typeof element>;
export type PaletteData = v.InferOutput<typeof palette>;
export type Light = v.InferOutput<typeof light>;

interface References {
  readonly spectra: object;
  readonly components: Readonly<Record<string, v.InferOutput<typeof component>>>;
  readonly words: Readonly<Record<string, v.InferOutput<typeof word>>>;
  readonly palettes: object;
  readonly lights: object;
  readonly defaultLight: string;
}

/** A message for each name that stands for nothing, and for each spelling that stands for two words. */
function brokenReferences(scenes: References): string[] {
  const broken: string[] = [];
  const need = (place: string, table: object, wanted: string | undefined): void => {
    if (wanted !== undefined && !Object.hasOwn(table, wanted)) broken.push(`${place}: there is no "${wanted}"`);
  };
  if (Object.keys(scenes.components).length === 0) broken.push('components: at least one is needed');
  for (const [id, { spectrum, palette: wanted }] of Object.entries(scenes.components)) {
    need(`components.${id}.spectrum`, scenes.spectra, spectrum);
    need(`components.${id}.palette`, scenes.palettes, wanted);
  }
  const spellings = new Map<string, string>();
  for (const [id, entry] of Object.entries(scenes.words)) {
    for (const favoured of Object.keys(entry.favours ?? {})) need(`words.${id}.favours`, scenes.components, favoured);
    need(`words.${id}.palette`, scenes.palettes, entry.palette);
    need(`words.${id}.light`, scenes.lights, entry.light);
    for (const spelling of [id, ...(entry.synonyms ?? [])]) {
      const other = spellings.get(spelling);
      if (other !== undefined) broken.push(`words.${id}: "${spelling}" already stands for "${other}"`);
      spellings.set(spelling, id);
    }
  }
  need('defaultLight', scenes.lights, scenes.defaultLight);
  return broken;
}
