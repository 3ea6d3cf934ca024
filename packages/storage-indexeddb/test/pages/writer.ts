import { writeForEver } from '../../../storage-sqlite-wasm/test/pages/write-for-ever.js'
import { indexedDbStorage } from '../../src/indexed-db-storage.js'

await writeForEver(indexedDbStorage())
