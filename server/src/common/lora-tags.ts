/** How prompts name LoRAs: `<lora:name:0.8>`, the way of A1111, Forge, SD.Next and SwarmUI. */

/**
 * A tag, with the name of its LoRA and the weight, where it says a plain one. Neither is tried shorter than it is: a long one that no tag
 * follows would take time by its square.
 */
export const LORA_TAG = /<(?:lora|lyco):([^:<>]+)(?=[:>])(?::(-?(?:\d+(?:\.\d*)?|\.\d+))(?!\d))?[^<>]*>/gi;
/** A tag at the end of a text, up to somewhere in the name. */
export const BEGUN_LORA_TAG = /<(?:lora|lyco):([^<>:"'\n]*)$/i;
