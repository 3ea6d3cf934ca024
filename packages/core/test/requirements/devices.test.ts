import { expect, test } from 'vitest'
import { ConnectionEvent, ConnectionState } from '../../src/contract/connection-state.js'
import { settle } from '../support/test-platform.js'
import { codeOf, createWorld, recordEvents } from '../support/world.js'

const tenMinutesMs = 600_000

test('OL-17 a session that gave way to another device ends as KickedOut, and neither comes back nor ends the other', async () => {
  const { network, platform, device } = await createWorld({ devicePolicy: 'one' })
  const token = network.issueToken('ada')
  const [first, second] = [device().launch(), device().launch()]
  await first.login('ada', { token })
  await settle()
  const states = {
    first: recordEvents(first, 'connectionStateChanged'),
    second: recordEvents(second, 'connectionStateChanged'),
  }
  await second.login('ada', { token })
  await platform.control.advance(tenMinutesMs)
  expect(states.first).toEqual([
    { state: ConnectionState.Disconnected, event: ConnectionEvent.KickedOut, extendedData: 'kicked-out' },
  ])
  expect(states.second.map(({ state }) => state)).toEqual([ConnectionState.Connecting, ConnectionState.Connected])
  expect(await codeOf(first.login('ada', { token, isOfflineLogin: true }))).toBe('session-refused')

  await first.login('ada', { token })
  await platform.control.advance(tenMinutesMs)
  expect([first.connectionState, second.connectionState]).toEqual([
    ConnectionState.Connected,
    ConnectionState.Disconnected,
  ])
  expect(network.countLinks('ada')).toBe(1)
  await first.destroy()
  await second.destroy()
})

test.each(['one', 'onePerPlatform', { maxDevices: 1 }] as const)(
  'OL-17 a device that comes back from a bad network is not kicked out by itself (%j)',
  async (devicePolicy) => {
    const { network, platform, device } = await createWorld({ devicePolicy })
    const chat = device().launch()
    await chat.login('ada', { token: network.issueToken('ada') })
    await settle()
    for (let round = 0; round < 3; round++) {
      network.cut()
      await platform.control.advance(tenMinutesMs)
      expect(chat.connectionState).toBe(ConnectionState.Connected)
    }
    expect(network.countLinks('ada')).toBe(1)
    await chat.destroy()
  },
)
