/** What a step found. `findings` fail the check; `notes` are printed and fail nothing. */
export interface StepOutcome {
  readonly findings: readonly string[]
  readonly notes?: readonly string[]
  /** A few words on what was looked at, for the step's line: `112 files`. */
  readonly summary?: string
}

/** One thing that `npm run check` looks at. */
export interface Step {
  readonly name: string
  run(): Promise<StepOutcome>
}
