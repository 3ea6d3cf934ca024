import { startServer } from '@latchkey/server'
import { memoryStorage } from '@latchkey/storage-memory'
import { sqliteNodeStorage } from '@latchkey/storage-sqlite-node'
import { webSocketTransport } from '@latchkey/transport-websocket'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { StorageDriver } from '../../src/contract/storage-driver.js'
import { clientScenario, type ScenarioNetwork } from './client-scenario.js'
import { loopbackNetwork } from './loopback-parts.js'

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-scenario-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

async function sqliteNode(): Promise<StorageDriver> {
  return sqliteNodeStorage({ folder: await temporaryFolder() })
}

async function memory(): Promise<StorageDriver> {
  return memoryStorage()
}

/** The real server. It is unreachable while it is stopped, and comes back on its port with its data. */
async function webSocketNetwork(): Promise<ScenarioNetwork> {
  const folder = await temporaryFolder()
  let server = await startServer({ folder })
  const { port, url } = server
  onTestFinished(() => server.close())
  return {
    transport: () => webSocketTransport({ url }),
    addUser: (userID, userName) => server.putUser({ userID, userName }),
    issueToken: (userID) => server.issueToken(userID, { lifeSeconds: 3_600 }),
    async setReachable(isReachable) {
      await server.close()
      if (isReachable) server = await startServer({ folder, port })
    },
  }
}

clientScenario('memory over loopback', { createStorage: memory, createNetwork: loopbackNetwork })
clientScenario('memory over websocket', { createStorage: memory, createNetwork: webSocketNetwork })
clientScenario('sqlite-node over loopback', { createStorage: sqliteNode, createNetwork: loopbackNetwork })
clientScenario('sqlite-node over websocket', { createStorage: sqliteNode, createNetwork: webSocketNetwork })
