import { describeTransportDriver } from '@latchkey/conformance/transport'
import { changeTypes, operationNames } from '@latchkey/protocol'
import { afterAll, beforeAll } from 'vitest'
import { serverControls, serverFixture, startServerInFolder, type ServerInFolder } from './server-fixture.js'

let running: ServerInFolder | undefined

beforeAll(async () => {
  running = await startServerInFolder()
})

afterAll(() => running?.stop())

describeTransportDriver('websocket', {
  supports: { operations: operationNames, deduplicates: true, changeTypes, heads: true, files: true },
  controls: serverControls,
  create() {
    if (running === undefined) throw new Error('The server does not run.')
    return serverFixture(running.server)
  },
})
