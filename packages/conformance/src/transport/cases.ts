import { callCases } from './call-cases.js'
import { changeLogCases } from './change-log-cases.js'
import { connectCases } from './connect-cases.js'
import { driverCases } from './driver-cases.js'
import { endCases } from './end-cases.js'
import { fileCases } from './file-cases.js'
import { headsCases } from './heads-cases.js'
import { historyCases } from './history-cases.js'
import { messageChangeCases } from './message-change-cases.js'
import { pushCases } from './push-cases.js'
import type { TransportCase } from './transport-case.js'

/** Every case of the kit, in the order of the contract's clauses. */
export const transportCases: readonly TransportCase[] = [
  ...driverCases,
  ...connectCases,
  ...callCases,
  ...changeLogCases,
  ...historyCases,
  ...pushCases,
  ...endCases,
  ...fileCases,
  ...messageChangeCases,
  ...headsCases,
]
