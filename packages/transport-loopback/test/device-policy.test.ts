import type { TransportConnection } from '@latchkey/core/driver'
import { expect, test } from 'vitest'
import { createLoopbackNetwork, type LoopbackNetwork } from '../src/index.js'

const sink = { changes: async () => undefined, signal: () => undefined }

function link(network: LoopbackNetwork, deviceID: string, platform = 'web'): Promise<TransportConnection> {
  const credential = { type: 'token', token: network.issueToken('ada') } as const
  return network.transport().connect({ userID: 'ada', credential, deviceID, platform }, sink)
}

test('OL-17 a newcomer ends the links that its network’s policy says, as kicked out', async () => {
  const network = createLoopbackNetwork({ devicePolicy: 'onePerPlatform' })
  await link(network, 'phone', 'ios')
  const page = await link(network, 'page')
  await link(network, 'desk')
  await expect(page.closed).resolves.toMatchObject({ reason: 'kickedOut' })
  expect(network.countLinks('ada')).toBe(2)
})

test('OL-17 the half dead link of a device that connects anew is lost, not kicked out', async () => {
  const network = createLoopbackNetwork({ devicePolicy: { maxDevices: 2 } })
  await link(network, 'page')
  const older = await link(network, 'phone')
  await link(network, 'phone')
  await expect(older.closed).resolves.toMatchObject({ reason: 'lost' })
  expect(network.countLinks('ada')).toBe(2)
})

test('without a policy as many devices as like are connected', async () => {
  const network = createLoopbackNetwork()
  for (const deviceID of ['a', 'b', 'b']) await link(network, deviceID)
  expect(network.countLinks('ada')).toBe(3)
})
