/** The conditions under which a request is rendered: the same function names what is measured and what is looked up. */
import type { Backend, Choice, RenderRequest } from '../render/backend.ts';
import type { Conditions, SweetSpot } from './facts.ts';

/** What decides where a sweet spot lies, beside the picture's prompt. */
export type SweetSpotConditions = Omit<SweetSpot, 'steps' | 'between' | 'seeds' | 'converges' | 'at'>;

/** Names a backend among others. Credentials are no part of an address. */
export function backendId({ kind, address }: Pick<Backend, 'kind' | 'address'>): string {
  return address === null ? kind : `${kind} ${address.href}`;
}

/** What the time of a render depends on. */
export function conditionsOf(backend: string, request: RenderRequest): Conditions {
  const { model, writtenModel = model, width, height, frames = 1, sampler, guidance } = request;
  return {
    ...{ backend, model: writtenModel ?? '', width, height, sampler: nameOf(sampler), guided: guidance > 1 },
    ...(frames > 1 && { frames }),
  };
}

/** What a sweet spot depends on: all that the time does, and what changes the picture. */
export function sweetSpotConditionsOf(backend: string, request: RenderRequest): SweetSpotConditions {
  const { schedule, guidance, distilledGuidance, loras } = request;
  return {
    ...conditionsOf(backend, request),
    schedule: nameOf(schedule),
    guidance,
    distilledGuidance,
    loras: loras.map(({ name, weight }) => `${name}:${weight}`).sort(),
  };
}

/** One text for equal conditions of a cost; whatever else `conditions` holds makes no difference. */
export function keyOf({ backend, model, width, height, frames, sampler, guided }: Conditions): string {
  return JSON.stringify([backend, model, width, height, sampler, guided, ...(frames === undefined ? [] : [frames])]);
}

/** One text for equal conditions of a sweet spot. */
export function sweetSpotKeyOf(spot: SweetSpotConditions): string {
  return JSON.stringify([keyOf(spot), spot.schedule, spot.guidance, spot.distilledGuidance, spot.loras]);
}

/** Canonical id where the name is known, else as written; empty where the backend chooses. */
export function nameOf(choice: Choice | null): string {
  return choice === null ? '' : (choice.id ?? choice.written);
}
