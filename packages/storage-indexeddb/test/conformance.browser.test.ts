import { describeStorageDriver } from '@latchkey/conformance/storage'
import { indexedDbStorage } from '../src/indexed-db-storage.js'
import { sealedRecordBytes } from './sealed-record-bytes.js'
import { damageDatabases, removeDatabases } from './stored-databases.js'

describeStorageDriver('indexeddb', {
  supports: { durable: true, sealed: true, files: true, search: true },
  histories: 30,

  create() {
    const folder = `test-${crypto.randomUUID()}`
    return {
      driver: indexedDbStorage({ folder }),
      relaunch: () => indexedDbStorage({ folder }),
      damage: () => damageDatabases(folder),

      smallRecordBytes: sealedRecordBytes(folder),

      dispose: () => removeDatabases(folder),
    }
  },
})
