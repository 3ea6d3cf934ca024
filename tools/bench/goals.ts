import goals from './goals.json' with { type: 'json' }

interface GoalRecord {
  readonly atMost?: number
  readonly atLeast?: number
  readonly unit: string
}

export interface Goal {
  readonly unit: string
  /** `≤50 kB` or `≥100 rows/s`, as one word and its unit. */
  readonly text: string
  isMet(value: number): boolean
}

const all: Readonly<Record<string, Readonly<Record<string, GoalRecord>>>> = goals

/** The goal of one figure of one bench, from `goals.json`, where a changed goal shows in a diff. */
export const goalOf = (bench: string, figure: string): Goal => {
  const record = all[bench]?.[figure]
  if (record === undefined) throw new RangeError(`goals.json has no goal for ${bench} ${figure}.`)
  const { atMost = Infinity, atLeast = -Infinity, unit } = record
  return {
    unit,
    text: `${atMost === Infinity ? `≥${atLeast}` : `≤${atMost}`} ${unit}`,
    isMet: (value) => value <= atMost && value >= atLeast,
  }
}
