/** Work that may be interrupted between its steps, and what it comes to. */
export type Steps<Result> = Generator<undefined, Result, void>

/** Does all steps at once. */
export function inOnePiece<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}
