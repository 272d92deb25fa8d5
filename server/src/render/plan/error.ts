/** A generation that can't be rendered as it stands, or as it was asked for. The message says what to do. */
export class PlanError extends Error {}
