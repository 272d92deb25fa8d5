/** Every hand-checked label of real files: its pointer leads to its value, on its line. */
import { testLabels } from '../support/labels.ts';

testLabels(new URL('../../../shared/corpus/dev/', import.meta.url), 145 + 482);
