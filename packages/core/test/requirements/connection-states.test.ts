import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ConnectionEvent, ConnectionState } from '../../src/contract/connection-state.js'
import type { Chat } from '../../src/contract/chat.js'
import { settle } from '../support/test-platform.js'
import { codeOf, createWorld, recordEvents, type World } from '../support/world.js'

interface Scene extends World {
  readonly chat: Chat
  readonly token: string
}

/** Brings a chat into the state of the first column. */
const beginnings: Readonly<Record<string, (scene: Scene) => Promise<void>>> = {
  Disconnected: async () => undefined,
  async Connecting({ network, chat, token }) {
    network.setConnectivity('hung')
    await chat.login('ada', { token, isOfflineLogin: true })
  },
  async Connected({ chat, token }) {
    await chat.login('ada', { token })
    await settle()
  },
  async Reconnecting({ network, chat, token }) {
    await chat.login('ada', { token })
    network.setConnectivity('refused')
    network.cut()
    await settle()
  },
}

/** Makes happen what the second column says. */
const happenings: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
  async 'an offline login passes its checks'({ network, chat, token }) {
    network.setConnectivity('hung')
    await chat.login('ada', { token, isOfflineLogin: true })
  },
  async 'an online login begins'({ network, chat, token }) {
    network.setConnectivity('hung')
    void codeOf(chat.login('ada', { token }))
    await settle()
  },
  async 'the backend accepts the user'({ network, platform }) {
    network.setConnectivity('up')
    // The attempt that hangs is given up on after a minute.
    await platform.control.advance(120_000)
  },
  async 'an online login gets no answer in time'({ platform, chat, network, token }) {
    await chat.logout()
    network.setConnectivity('hung')
    const login = codeOf(chat.login('ada', { token }))
    await platform.control.advance(15_000)
    await login
  },
  async 'an online login cannot reach the backend'({ chat, network, token }) {
    await chat.logout()
    network.setConnectivity('refused')
    await codeOf(chat.login('ada', { token }))
  },
  async 'the backend refuses the token after an offline login'({ network, platform }) {
    network.revoke('ada')
    network.setConnectivity('up')
    // The attempt that hangs is given up on after a minute.
    await platform.control.advance(120_000)
  },
  async 'the link is lost'({ network }) {
    network.setConnectivity('refused')
    network.cut()
    await settle()
  },
  async 'the backend accepts the user again'({ network, platform }) {
    network.setConnectivity('up')
    await platform.control.advance(30_000)
  },
  async 'the backend ends the session for another device'({ network }) {
    network.kickOut('ada')
    await settle()
  },
  'the backend forgets the user': async ({ network }) => {
    await network.unregister('ada')
    await settle()
  },
  'the token ends unrenewed': ({ platform }) => platform.control.advance(86_400_000),
  logout: ({ chat }) => chat.logout(),
}

const page = readFileSync(new URL('../../../../docs/connection-states.md', import.meta.url), 'utf8')
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))
  .map(([, from = '', happening = '', to = '', event = '']) => ({ from, happening, to, event }))

test('OL-13 the table of states has its rows', () => {
  expect(rows.length).toBe(14)
})

test.each(rows)('OL-13 $from, $happening: $to / $event', async ({ from, happening, to, event }) => {
  const world = await createWorld()
  const { launch, token } = await world.returningDevice('ada')
  const chat = launch()
  const scene = { ...world, chat, token }
  await beginnings[from]?.(scene)
  expect(chat.connectionState).toBe(ConnectionState[from as keyof typeof ConnectionState])
  const before: ConnectionState[] = [chat.connectionState]
  const events = recordEvents(chat, 'connectionStateChanged')
  await happenings[happening]?.(scene)
  await settle()
  before.push(...events.map(({ state }) => state))
  const changes = events.map(({ state, event: reason }, index) => ({ from: before[index], to: state, event: reason }))
  expect(changes).toContainEqual({
    from: ConnectionState[from as keyof typeof ConnectionState],
    to: ConnectionState[to as keyof typeof ConnectionState],
    event: ConnectionEvent[event as keyof typeof ConnectionEvent],
  })
  await chat.destroy()
})
