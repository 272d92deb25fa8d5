/**
 * Sweetspot as a library: what a config for image or video generation says, and what is to be said of it. No editor, no files, no
 * network: the same in Node and in browsers. This file is the whole public face; it follows semantic versioning.
 *
 *     import { analyse } from 'sweetspot';
 *     const { findings } = analyse('prompt: a lake\nsteps: 80\n', { language: 'yaml' });
 */

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Half-open range of UTF-16 offsets in the text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A replacement that mends what a finding is about. */
export interface Fix {
  readonly title: string;
  /** Certain enough to be applied without a person. */
  readonly safe: boolean;
  /** What is replaced, and what stands there afterwards. */
  readonly range: Range;
  readonly text: string;
}

export interface Finding {
  /** The rule: stable, and a name for `explain`. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** JSON pointer of the value; in a YAML stream behind the number of the document (`#1/steps`). */
  readonly pointer: string;
  readonly range: Range;
  /** Both count from 1; columns in UTF-16 units. */
  readonly line: number;
  readonly column: number;
  /** Best first. */
  readonly fixes: readonly Fix[];
}

/** A setting as the text has it. */
export interface Setting {
  /** What it is, whatever its key: `inference_steps`, `guidance_scale`, `seed`. */
  readonly setting: string;
  readonly key: string;
  readonly pointer: string;
  readonly value: unknown;
}

/** One thing that would be rendered. */
export interface Generation {
  readonly id: string;
  readonly pointer: string;
  /** `family`: the id of the model in docs/models.md, `null` where it is not known. */
  readonly model: { readonly name: string; readonly family: string | null } | null;
  readonly settings: readonly Setting[];
  /** `null` for what can't be told. `calls`: evaluations of the model, guidance included. */
  readonly steps: { readonly written: number | null; readonly executed: number | null; readonly calls: number | null };
}

export interface Analysis {
  /** The format that was recognised; `null` where nothing of ours was. */
  readonly dialect: string | null;
  /** Why. */
  readonly evidence: string;
  readonly generations: readonly Generation[];
  /** In the order of the text. */
  readonly findings: readonly Finding[];
}

export interface AnalyseOptions {
  /** A hint: content decides. */
  readonly language?: 'json' | 'jsonc' | 'yaml';
  /** Severities by rule; `off` silences one. */
  readonly rules?: Readonly<Record<string, Severity | 'default' | 'off'>>;
  /** The project that the text belongs to; `rules` go before its own. */
  readonly project?: Project;
}

/** A project file (`.sweetspot.yaml`): own models and keys, severities, what is ignored. A part of it that is wrong is left out. */
export interface Project {
  /** What it says. */
  readonly text: string;
  /** Where the analysed text lies, from the project file's folder: `workflows/portrait.json`. */
  readonly path: string;
}

/** Reads and judges a text. Never throws, whatever it is given. */
export function analyse(text: string, options?: AnalyseOptions): Analysis;

/** The text after all safe fixes of an analysis of it. */
export function fixed(text: string, analysis: Analysis): string;

/** The page of a setting (in any spelling) or of a rule, as Markdown; `null` where there is none. */
export function explain(topic: string): string | null;

/** Codes of all rules. */
export const rules: readonly string[];
