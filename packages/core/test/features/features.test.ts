import { expect, expectTypeOf, test } from 'vitest'
import { createChat } from '../../src/chat.js'
import type { Chat } from '../../src/contract/chat.js'
import type { LiveQueries } from '../../src/contract/live.js'
import { blacklistFeature } from '../../src/features/blacklist.js'
import type { Feature } from '../../src/features/feature.js'
import { memoryStorage } from '@latchkey/storage-memory'
import { createLoopbackNetwork } from '@latchkey/transport-loopback'

const required = () => ({
  app: 'test',
  storage: memoryStorage(),
  transport: createLoopbackNetwork().transport(),
})

const clockFeature = {
  name: 'clock',
  methods: () => ({ queryClock: async () => 1 }),
} satisfies Feature

test('a chat has the methods and live queries of its features, and of no others', () => {
  const plain = createChat(required())
  const chat = createChat({ ...required(), features: [blacklistFeature, clockFeature] })
  expectTypeOf(plain).toExtend<Chat>()
  expectTypeOf(plain).not.toHaveProperty('queryBlacklist')
  expectTypeOf(chat).toExtend<Chat>()
  expectTypeOf(chat.queryClock).toEqualTypeOf<() => Promise<number>>()
  expectTypeOf(chat.queryBlacklist).parameter(0).toEqualTypeOf<{ readonly count: number; readonly cursor?: string }>()
  expectTypeOf(chat.live).toExtend<LiveQueries>()
  expectTypeOf(chat.live.queryBlacklist).returns.toHaveProperty('loadMore')
  expect(plain).not.toHaveProperty('queryBlacklist')
  expect(plain.live).not.toHaveProperty('queryBlacklist')
  expect(typeof chat.queryClock).toBe('function')
  expect(typeof chat.queryBlacklist).toBe('function')
  expect(typeof chat.live.queryBlacklist).toBe('function')
  expect(chat.connectionState).toBe(plain.connectionState)
})

test.each([
  ['no list', { features: {} }],
  ['no feature', { features: [1] }],
  ['no methods', { features: [{ name: 'a' }] }],
  ['one twice', { features: [clockFeature, { ...clockFeature, methods: () => ({}) }] }],
  ['a method twice', { features: [clockFeature, { ...clockFeature, name: 'other' }] }],
  ['a method of every chat', { features: [{ name: 'a', methods: () => ({ sendMessage: () => undefined }) }] }],
  ['a member of every chat', { features: [{ name: 'a', methods: () => ({ login: () => undefined }) }] }],
  ['a live query of every chat', { features: [{ ...clockFeature, live: () => ({ queryGroupList: () => 1 }) }] }],
  ['too many', { features: Array.from({ length: 65 }, (_, index) => ({ ...clockFeature, name: String(index) })) }],
])('features are refused that are %s', (_name, options) => {
  const malformed = options as { features: [] }
  expect(() => createChat({ ...required(), ...malformed })).toThrow(
    expect.objectContaining({ code: 'invalid-argument' }),
  )
})
