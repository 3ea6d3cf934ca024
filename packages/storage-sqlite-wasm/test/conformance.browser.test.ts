import { describeStorageDriver } from '@latchkey/conformance/storage'
import { openDB } from 'idb'
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

      smallRecordBytes: {
        async read(app, name) {
          const database = await openDB(folder)
          const bytes: unknown = await database.get('records', [app, name])
          database.close()
          if (!(bytes instanceof Uint8Array)) throw new Error('There is no such record.')
          return bytes
        },
        async write(app, name, bytes) {
          const database = await openDB(folder)
          await database.put('records', bytes, [app, name])
          database.close()
        },
      },

      dispose: () => removeFolder(folder),
    }
  },
})
