import { describeShare } from './equivalence.ts';

describeShare(1);
