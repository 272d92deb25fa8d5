/** Every hand-checked label of files of our own: its pointer leads to its value, on its line. test/corpus has other people's files. */
import { testLabels } from '../../support/labels.ts';

testLabels(new URL('labels/', import.meta.url), 10);
