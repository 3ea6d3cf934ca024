import { sqliteWasmStorage } from '../../src/sqlite-wasm-storage.js'
import { writeForEver } from './write-for-ever.js'

await writeForEver(sqliteWasmStorage())
