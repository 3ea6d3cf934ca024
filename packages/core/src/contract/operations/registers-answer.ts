import type { Register } from '../registers.js'

/** What an operation on registers made of them: 1 to 100, as they now are. */
export interface RegistersAnswer {
  readonly registerList: readonly Register[]
}
