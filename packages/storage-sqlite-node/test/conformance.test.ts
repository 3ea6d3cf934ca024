import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeStorageDriver } from '@latchkey/conformance/storage'
import { joinNames, toFileName } from '../src/file-names.js'
import { sqliteNodeStorage } from '../src/sqlite-node-storage.js'

describeStorageDriver('sqlite-node', {
  supports: { durable: true, sealed: true, files: true, search: true },

  async create() {
    const folder = await mkdtemp(join(tmpdir(), 'latchkey-'))
    const recordPath = (app: string, name: string): string => join(folder, `${toFileName(joinNames(app, name))}.sealed`)

    return {
      driver: sqliteNodeStorage({ folder }),
      relaunch: () => sqliteNodeStorage({ folder }),

      async damage() {
        const [database] = (await readdir(folder)).filter((name) => name.endsWith('.sqlite'))
        await writeFile(join(folder, database ?? ''), 'not what it was '.repeat(1000))
      },

      smallRecordBytes: {
        read: async (app, name) => readFile(recordPath(app, name)),
        write: async (app, name, bytes) => writeFile(recordPath(app, name), bytes),
      },

      dispose: () => rm(folder, { recursive: true }),
    }
  },
})
