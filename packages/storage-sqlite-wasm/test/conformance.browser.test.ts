import { describeStorageDriver } from '@latchkey/conformance/storage'
import { sealedRecordBytes } from '../../storage-indexeddb/test/sealed-record-bytes.js'
import { sqliteSearch, sqliteWasmStorage } from '../src/index.js'
import { damageDatabases, removeFolder } from './origin-files.js'

describeStorageDriver('sqlite-wasm', {
  supports: { durable: true, sealed: true, files: true, search: true },
  histories: 30,

  create() {
    const folder = `test-${crypto.randomUUID()}`
    return {
      driver: sqliteWasmStorage({ folder, search: sqliteSearch }),
      relaunch: () => sqliteWasmStorage({ folder, search: sqliteSearch }),
      damage: () => damageDatabases(folder),

      smallRecordBytes: sealedRecordBytes(folder),

      dispose: () => removeFolder(folder),
    }
  },
})
