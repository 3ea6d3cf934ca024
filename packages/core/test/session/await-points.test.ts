import { memoryStorage } from '@latchkey/storage-memory'
import { loopbackTokenReader } from '@latchkey/transport-loopback'
import { describe, expect, test } from 'vitest'
import type { Chat } from '../../src/contract/chat.js'
import { ConnectionState } from '../../src/contract/connection-state.js'
import { chatEventNames } from '../../src/contract/events.js'
import { createAwaitPoints, type AwaitPoints } from '../support/await-points.js'
import { settle } from '../support/test-platform.js'
import { codeOf, createWorld, type Device, type World } from '../support/world.js'

interface Scene extends World, Device {
  readonly chat: Chat
  readonly token: string
  readonly points: AwaitPoints
}

/** What happens, and in which ways it may end when something comes between. */
interface Scenario {
  /** What was before, whose points do not count. */
  readonly before?: (scene: Scene) => Promise<void>
  readonly run: (scene: Scene) => Promise<unknown>
  readonly onRefused?: 'keep' | 'wipe'
  readonly codes: readonly (string | undefined)[]
  /** How an offline login on this device may end afterwards, unless somebody logged out. */
  readonly later: readonly (string | undefined)[]
}

const ok = undefined
const ended = ['login-cancelled', 'chat-destroyed', 'not-logged-in'] as const

const offline = ({ chat, token }: Scene) => chat.login('ada', { token, isOfflineLogin: true })
const online = ({ chat, token }: Scene) => chat.login('ada', { token })
const connected = async (scene: Scene) => {
  await online(scene)
  await settle()
}
const disconnected = async (scene: Scene) => {
  scene.network.setConnectivity('refused')
  await offline(scene)
  await settle()
}
const fresh = ({ network }: Scene) => network.issueToken('ada', { nonce: 'fresh' })

const scenarios: Readonly<Record<string, Scenario>> = {
  'an offline login': { run: offline, codes: [ok, ...ended], later: [ok] },
  'an online login': { run: online, codes: [ok, ...ended], later: [ok] },
  'renewToken while connected': {
    before: connected,
    run: (scene) => scene.chat.renewToken(fresh(scene)),
    codes: [ok, ...ended],
    later: [ok, 'token-not-verifiable'],
  },
  'renewToken without a network': {
    before: disconnected,
    run: (scene) => scene.chat.renewToken(fresh(scene)),
    codes: [ok, ...ended],
    later: [ok, 'token-not-verifiable'],
  },
  'a refusal that keeps the data': {
    before: connected,
    run: async ({ network }) => network.revoke('ada'),
    codes: [ok],
    later: [ok, 'session-refused'],
  },
  'a refusal that wipes the data': {
    before: connected,
    run: async ({ network }) => network.revoke('ada'),
    onRefused: 'wipe',
    codes: [ok],
    later: [ok, 'session-refused'],
  },
  'a logout': { before: connected, run: ({ chat }) => chat.logout(), codes: [ok], later: [ok, 'logged-out'] },
  'a logout that clears the data': {
    before: connected,
    run: ({ chat }) => chat.logout({ isClearDB: true }),
    codes: [ok],
    later: [ok, 'logged-out'],
  },
  'a reconnect': {
    before: disconnected,
    async run({ network, chat }) {
      network.setConnectivity('up')
      chat.reconnectNow()
    },
    codes: [ok],
    later: [ok],
  },
}

const refused = ['logged-out', 'session-refused', 'token-refused', 'login-cancelled', 'chat-destroyed'] as const

/** What comes between, and in which ways it may end. */
const acts: Readonly<Record<string, { run(scene: Scene): Promise<unknown>; codes: readonly (string | undefined)[] }>> =
  {
    'an offline login': { run: offline, codes: [ok, 'login-in-progress', 'already-logged-in', ...refused] },
    'an online login': { run: online, codes: [ok, 'login-in-progress', 'already-logged-in', ...refused] },
    logout: { run: ({ chat }) => chat.logout(), codes: [ok] },
    'logout that clears the data': { run: ({ chat }) => chat.logout({ isClearDB: true }), codes: [ok] },
    destroy: { run: ({ chat }) => chat.destroy(), codes: [ok] },
  }

async function createScene({ onRefused = 'keep' }: Scenario): Promise<Scene> {
  const world = await createWorld()
  const device = await world.returningDevice('ada', memoryStorage())
  const points = createAwaitPoints()
  const { platform, network } = world
  const chat = device.launch({
    onRefused,
    storage: points.storage(device.storage),
    transport: points.transport(network.transport()),
    tokenReader: points.tokenReader(loopbackTokenReader()),
    platform: { ...platform, crypto: points.crypto(platform.crypto) },
  })
  return { ...world, ...device, chat, points }
}

/** Plays the scenario; with `act` when its point of that number is reached. */
async function play(scenario: Scenario, number: number, act: (scene: Scene) => Promise<unknown>) {
  const scene = await createScene(scenario)
  const { chat, points } = scene
  await scenario.before?.(scene)
  const begun = points.count
  for (const name of chatEventNames) chat.on(name, points.pass)
  let acted: Promise<string | undefined> | undefined
  points.actAt(begun + number, () => {
    acted = codeOf(act(scene))
  })
  const run = codeOf(scenario.run(scene))
  await settle()
  const pending = 'pending'
  const never = settle().then(() => pending)
  return {
    scene,
    count: points.count - begun,
    code: await Promise.race([run, never]),
    actCode: await Promise.race([acted ?? Promise.resolve('not reached'), never]),
  }
}

/** What must hold whatever came between. */
async function audit(
  { chat, network, platform, launch, token, storage }: Scene,
  later: readonly (string | undefined)[],
) {
  expect(chat.connectionState === ConnectionState.Disconnected).toBe(chat.userID === undefined)
  const read = await codeOf(chat.queryConversationList({ count: 10 }))
  expect(read === undefined).toBe(chat.userID !== undefined)
  await chat.destroy()
  await settle()
  expect(chat.connectionState).toBe(ConnectionState.Disconnected)
  expect(platform.control.pendingTimers).toBe(0)
  expect(platform.control.listeners).toBe(0)
  expect(network.countLinks('ada')).toBe(0)
  network.setConnectivity('refused')
  const next = launch({ storage })
  expect(later).toContain(await codeOf(next.login('ada', { token, isOfflineLogin: true })))
  // The database was given back.
  if (next.userID !== undefined) expect(await codeOf(next.queryConversationList({ count: 10 }))).toBe(ok)
  await next.destroy()
}

describe.each(Object.entries(scenarios))('OL-19 during %s', (_scenario, scenario) => {
  test.each(Object.entries(acts))(
    'OL-19 %s at every await point has one outcome and leaves nothing behind',
    async (name, act) => {
      const { count } = await play(scenario, -1, act.run)
      expect(count).toBeGreaterThan(0)
      for (let number = 0; number < count; number += 1) {
        const { scene, code, actCode } = await play(scenario, number, act.run)
        const where = `point ${String(number)} of ${String(count)}`
        expect(scenario.codes, `${where}: the scenario ended ${String(code)}`).toContain(code)
        expect([...act.codes, 'not reached'], `${where}: ${name} ended ${String(actCode)}`).toContain(actCode)
        const isLoggedOut = name.startsWith('logout') && actCode === ok
        await audit(scene, isLoggedOut ? ['logged-out'] : [...scenario.later])
      }
    },
  )
})
