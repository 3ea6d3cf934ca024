import { memoryStorage } from '@latchkey/storage-memory'
import { sqliteNodeStorage } from '@latchkey/storage-sqlite-node'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { loopbackNetwork } from '../scenario/loopback-parts.js'
import { offlineTable } from './offline-table.js'

const folders: string[] = []
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true })
})

offlineTable('memory', { createStorage: async () => memoryStorage(), createNetwork: loopbackNetwork })
offlineTable('sqlite-node', {
  async createStorage() {
    const folder = await mkdtemp(join(tmpdir(), 'latchkey-table-'))
    folders.push(folder)
    return sqliteNodeStorage({ folder })
  },
  createNetwork: loopbackNetwork,
})
