import { memoryStorage } from '@latchkey/storage-memory'
import { expect, onTestFinished, test } from 'vitest'
import { ConnectionState } from '../../src/contract/connection-state.js'
import type { TransportDriver } from '../../src/contract/transport-driver.js'
import { ChatError } from '../../src/errors/chat-error.js'
import { settle } from '../support/test-platform.js'
import { codeOf, createWorld, recordEvents, type World } from '../support/world.js'

const dayMs = 86_400_000
const page = { count: 10 }
const withBob = { conversationType: 'peer', conversationID: 'bob' } as const

/** What the device finds when it tries to connect. */
const networks: Readonly<Record<string, (honest: TransportDriver, world: World) => TransportDriver>> = {
  up: (honest) => honest,
  refused: (honest) => ({ ...honest, connect: () => Promise.reject(new ChatError('transport-unreachable')) }),
  hung: (honest) => ({ ...honest, connect: () => new Promise(() => undefined) }),
  'captive, which answers something else': (honest) => ({
    ...honest,
    connect: () => Promise.reject(new ChatError('protocol-violation')),
  }),
  'flapping, which drops each link': (honest, { network }) => ({
    ...honest,
    async connect(...parameters) {
      const connection = await honest.connect(...parameters)
      queueMicrotask(network.cut)
      return connection
    },
  }),
  'of a driver that throws': (honest) => ({
    ...honest,
    connect() {
      throw new TypeError('a defect')
    },
  }),
}

interface Claim {
  /** What happened on the device since Ada was last here. */
  readonly before?: (scene: Scene) => Promise<unknown>
  readonly userID?: string
  readonly token: (scene: Scene) => string
  readonly code: string | undefined
}

type Scene = World & Awaited<ReturnType<World['returningDevice']>>

const kept = ({ token }: Scene) => token

/** Who asks to be let in, and what the device says (OL-06, OL-07). */
const claims: Readonly<Record<string, Claim>> = {
  'the last user with the kept token': { token: kept, code: undefined },
  'the last user with a token that a kept key confirms': {
    token: ({ network }) => network.issueToken('ada', { nonce: 'b', keyID: 'k1' }),
    code: undefined,
  },
  'the last user with a token that no kept key confirms': {
    token: ({ network }) => network.issueToken('ada', { nonce: 'b', keyID: 'k2' }),
    code: 'token-not-verifiable',
  },
  'the last user with any string': { token: () => 'let me in', code: 'token-not-verifiable' },
  'the last user with the token of another': {
    token: ({ network }) => network.issueToken('bob'),
    code: 'token-invalid',
  },
  'another user with a good token': {
    userID: 'bob',
    token: ({ network }) => network.issueToken('bob', { keyID: 'k1' }),
    code: 'different-user',
  },
  'the last user after the end of the token': {
    before: ({ platform }) => platform.control.advance(dayMs),
    token: kept,
    code: 'token-expired',
  },
  'the last user with a clock set forward beyond the end': {
    before: async ({ platform }) => platform.control.setClock(platform.clock.now() + 2 * dayMs),
    token: kept,
    code: 'token-expired',
  },
  'the last user with a clock set back, and a good token': {
    before: async ({ platform }) => platform.control.setClock(platform.clock.now() - 100 * dayMs),
    token: kept,
    code: undefined,
  },
  'the last user with a clock set back before the end of a token that the backend has seen end': {
    async before({ platform, network, launch }) {
      const start = platform.clock.now()
      await platform.control.advance(2 * dayMs)
      const chat = launch()
      await chat.login('ada', { token: network.issueToken('ada', { nonce: 'later' }) })
      await chat.destroy()
      platform.control.setClock(start)
    },
    token: kept,
    code: 'token-expired',
  },
  'the last user after a logout': { before: ({ launch }) => launch().logout(), token: kept, code: 'logged-out' },
  'the last user after a refusal': {
    async before({ launch, network, token }) {
      const chat = launch()
      await chat.login('ada', { token })
      network.kickOut('ada')
      await settle()
      await chat.destroy()
    },
    token: kept,
    code: 'session-refused',
  },
}

const cells = Object.keys(networks).flatMap((network) => Object.keys(claims).map((claim) => [network, claim] as const))

test.each(cells)(
  'OL-06 OL-07 OL-08 OL-09 OL-31 OL-35 over a network that is %s: %s',
  async (networkName, claimName) => {
    const world = await createWorld({ publicKeys: [{ kty: 'loopback', kid: 'k1' }] })
    const device = await world.returningDevice('ada', memoryStorage())
    const scene = { ...world, ...device }
    const claim = claims[claimName]
    const network = networks[networkName]
    if (claim === undefined || network === undefined) throw new Error('There is no such cell.')
    await claim.before?.(scene)
    let attempts = 0
    const faulty = network(world.network.transport(), world)
    const chat = device.launch({
      transport: {
        ...faulty,
        connect(...parameters) {
          attempts += 1
          return faulty.connect(...parameters)
        },
      },
    })
    onTestFinished(() => chat.destroy())
    const states = recordEvents(chat, 'connectionStateChanged')
    const syncs = recordEvents(chat, 'syncStateChanged')
    const login = chat.login(claim.userID ?? 'ada', { token: claim.token(scene), isOfflineLogin: true })
    expect(await codeOf(login)).toBe(claim.code)
    await settle()
    const isIn = claim.code === undefined
    expect(attempts > 0).toBe(isIn)
    expect(await codeOf(chat.queryConversationList(page))).toBe(isIn ? undefined : 'not-logged-in')
    expect(await codeOf(chat.setConversationDraft(withBob, 'Dear'))).toBe(isIn ? undefined : 'not-logged-in')
    // No state, and no word of synchronising, that is not a fact.
    const isReached = isIn && (networkName === 'up' || networkName.startsWith('flapping'))
    expect(states.some(({ state }) => state === ConnectionState.Connected)).toBe(isReached)
    expect(syncs.some(({ state }) => state === 'finished')).toBe(isIn && networkName === 'up')
    if (!isIn) expect([states, chat.connectionState]).toEqual([[], ConnectionState.Disconnected])
    await chat.destroy()
    expect(world.platform.control.pendingTimers).toBe(0)
  },
)

test.each(Object.keys(networks))(
  'OL-14 OL-34 an online login over a network that is %s settles in time',
  async (name) => {
    const world = await createWorld()
    const { launch, token } = await world.returningDevice('ada', memoryStorage())
    const transport = networks[name]?.(world.network.transport(), world) ?? world.network.transport()
    const chat = launch({ transport })
    const login = codeOf(chat.login('ada', { token }))
    await world.platform.control.advance(15_000)
    const isReached = name === 'up' || name.startsWith('flapping')
    expect((await login) === undefined).toBe(isReached)
    expect(chat.userID).toBe(isReached ? 'ada' : undefined)
    await chat.destroy()
    expect(world.platform.control.pendingTimers).toBe(0)
  },
)
