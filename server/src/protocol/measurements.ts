/** What was measured on this machine. */
import * as v from 'valibot';
import { NoParams } from './message.ts';

/** Forgets all of it. */
export const CLEAR_MEASUREMENTS = { method: 'sweetspot/clearMeasurements', params: NoParams, result: v.null() };
