import { expect, onTestFinished, test } from 'vitest'
import { ConnectionState } from '../../src/contract/connection-state.js'
import type { Chat, ChatOptions } from '../../src/contract/chat.js'
import { ChatError } from '../../src/errors/chat-error.js'
import { settle, type TestPlatform } from '../support/test-platform.js'
import { createWorld } from '../support/world.js'

const hourMs = 3_600_000

/** Ada, logged in offline, with a note of when each attempt to connect was made. */
async function offlineAda(options: { readonly byte?: number } & Partial<ChatOptions> = {}) {
  const { byte, ...chatOptions } = options
  const world = await createWorld()
  const { launch, token } = await world.returningDevice('ada')
  world.network.setConnectivity('refused')
  const transport = world.network.transport()
  const attempts: number[] = []
  const { platform } = world
  const chat = launch({
    transport: {
      ...transport,
      connect(...parameters) {
        attempts.push(platform.clock.now())
        return transport.connect(...parameters)
      },
    },
    ...(byte === undefined
      ? {}
      : { platform: { ...platform, random: { bytes: (count) => new Uint8Array(count).fill(byte) } } }),
    ...chatOptions,
  })
  onTestFinished(() => chat.destroy())
  await chat.login('ada', { token, isOfflineLogin: true })
  await settle()
  return { ...world, chat, attempts, token }
}

function pausesOf(attempts: readonly number[]): number[] {
  return attempts.slice(1).map((time, index) => time - (attempts[index] ?? 0))
}

test.each([
  ['shortest', 0, [250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]],
  ['longest', 255, [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]],
] as const)('OL-10 the %s pauses double from half a second to half a minute', async (_name, byte, expected) => {
  const { platform, attempts } = await offlineAda({ byte })
  await platform.control.advance(125_000)
  expect(pausesOf(attempts).slice(0, expected.length)).toEqual(expected)
})

const hints: readonly (readonly [string, (control: TestPlatform['control'], chat: Chat) => unknown])[] = [
  ['the network came back', (control) => control.comeOnline()],
  ['the page is shown', (control) => control.show()],
  ['the app says reconnectNow', (_control, chat) => chat.reconnectNow()],
]

test.each(hints)('OL-10 when %s it tries at once, and pauses grow from two seconds again', async (_name, hint) => {
  const { platform, chat, attempts } = await offlineAda({ byte: 255 })
  await platform.control.advance(200_000)
  attempts.length = 0
  hint(platform.control, chat)
  await settle()
  expect(attempts).toEqual([platform.clock.now()])
  await platform.control.advance(20_000)
  expect(pausesOf(attempts).slice(0, 3)).toEqual([2_000, 4_000, 8_000])
})

test('OL-10 a device that slept tries as soon as a timer shows it', async () => {
  const { platform, attempts } = await offlineAda({ byte: 255 })
  await platform.control.advance(200_000)
  attempts.length = 0
  platform.control.setClock(platform.clock.now() + hourMs)
  await platform.control.advance(5_000)
  expect(attempts.length).toBeGreaterThan(0)
})

test('OL-10 a busy device, whose timers come a little late, is not taken for one that slept', async () => {
  const { platform, attempts } = await offlineAda({ byte: 255 })
  await platform.control.advance(200_000)
  attempts.length = 0
  platform.control.setClock(platform.clock.now() + 4_000)
  await platform.control.advance(5_000)
  expect(attempts).toEqual([])
})

test('OL-10 hints that come without end bring no more than one attempt a second', async () => {
  const { platform, attempts } = await offlineAda({ byte: 255 })
  await platform.control.advance(60_000)
  attempts.length = 0
  for (let tenth = 0; tenth < 100; tenth += 1) {
    platform.control.comeOnline()
    await platform.control.advance(100)
  }
  expect(attempts.length).toBeGreaterThanOrEqual(9)
  expect(Math.min(...pausesOf(attempts))).toBeGreaterThanOrEqual(1_000)
})

test('OL-10 a hint during an attempt that then fails brings the next one without a pause', async () => {
  const fail: (() => void)[] = []
  const { platform } = await offlineAda({
    transport: {
      contractVersion: 1,
      name: 'slow',
      supports: {},
      connect: () =>
        new Promise((_resolve, reject) => {
          fail.push(() => {
            reject(new ChatError('transport-unreachable'))
          })
        }),
    },
  })
  // Too early for the attempt to be given up.
  platform.control.comeOnline()
  await settle()
  expect(fail).toHaveLength(1)
  fail[0]?.()
  await settle()
  expect(fail).toHaveLength(2)
})

test('OL-10 a backend that accepts and drops is asked less and less, and at once again after it held', async () => {
  const { network, platform, chat, attempts } = await offlineAda({ byte: 255 })
  network.setConnectivity('up')
  const stop = chat.on('connectionStateChanged', ({ state }) => {
    if (state === ConnectionState.Connected) queueMicrotask(network.cut)
  })
  await platform.control.advance(1_000)
  attempts.length = 0
  await platform.control.advance(300_000)
  expect(attempts.length).toBeLessThan(15)
  stop()
  await platform.control.advance(45_000)
  expect(chat.connectionState).toBe(ConnectionState.Connected)
  attempts.length = 0
  const lostAt = platform.clock.now()
  network.cut()
  await platform.control.advance(1_000)
  expect(attempts[0]).toBe(lostAt + 500)
})

test('OL-10 a captive network, which answers with something else, is tried again and never Connected', async () => {
  const times: number[] = []
  const { platform, chat } = await offlineAda({
    transport: {
      contractVersion: 1,
      name: 'captive',
      supports: {},
      connect: async () => {
        times.push(times.length)
        throw new ChatError('protocol-violation', { details: { reason: 'a sign-in page' } })
      },
    },
  })
  await platform.control.advance(60_000)
  expect(times.length).toBeGreaterThan(5)
  expect(chat.connectionState).toBe(ConnectionState.Connecting)
})

test('OL-10 reconnectNow does nothing without a session, while connected, and after destroy', async () => {
  const { network, platform, chat, attempts } = await offlineAda()
  network.setConnectivity('up')
  chat.reconnectNow()
  await settle()
  attempts.length = 0
  chat.reconnectNow()
  await settle()
  await chat.logout()
  chat.reconnectNow()
  await chat.destroy()
  chat.reconnectNow()
  await settle()
  expect(attempts).toEqual([])
  expect(platform.control.pendingTimers).toBe(0)
})
