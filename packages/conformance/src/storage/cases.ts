import { conditionCases } from './condition-cases.js'
import { durableCases } from './durable-cases.js'
import { fileCases } from './file-cases.js'
import { indexCases } from './index-cases.js'
import { keyCases } from './key-cases.js'
import { lifeCases } from './life-cases.js'
import { modelCases } from './model-cases.js'
import { rangeCases } from './range-cases.js'
import { rowCases } from './row-cases.js'
import { schemaCases } from './schema-cases.js'
import { searchCases } from './search-cases.js'
import { searchModelCase } from './search-model-case.js'
import { smallCases } from './small-cases.js'
import type { StorageCase } from './storage-case.js'
import { writeCases } from './write-cases.js'

/** Every case of the kit, in the order of the contract's clauses; those that span many come last. */
export const storageCases: readonly StorageCase[] = [
  ...lifeCases,
  ...schemaCases,
  ...rowCases,
  ...keyCases,
  ...rangeCases,
  ...indexCases,
  ...writeCases,
  ...conditionCases,
  ...durableCases,
  ...smallCases,
  ...fileCases,
  ...searchCases,
  ...modelCases,
  searchModelCase,
]
