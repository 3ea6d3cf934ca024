/** How a bench is asked to run. */
export interface BenchOptions {
  /** The part of the full work, above 0 and up to 1. Below 1 the figures say nothing; the audits still hold. */
  readonly scale: number
  /** Whether other systems run beside the own rows, where a bench has such. They are installed for it. */
  readonly withPeers?: boolean
}

/** One number against the goal of its name. */
export interface Figure {
  readonly name: string
  readonly value: number
}

/** What a bench found. */
export interface BenchReport {
  readonly figures: readonly Figure[]
  /** What stands beside the figures in the results file: numbers without a goal, what was audited. */
  readonly details?: object
}

export interface Bench {
  readonly about: string
  run(options: BenchOptions): Promise<BenchReport>
}

/** `count` of the full work, less at a smaller scale, never less than `least`. */
export const scaled = (count: number, { scale }: BenchOptions, least = 1): number =>
  Math.max(least, Math.round(count * scale))
