import { memoryStorage } from '@latchkey/storage-memory'
import { expect, onTestFinished, test } from 'vitest'
import type { ChatOptions } from '../../src/contract/chat.js'
import { ChatError } from '../../src/errors/chat-error.js'
import { failing, lying } from '../support/faulty-drivers.js'
import { settle } from '../support/test-platform.js'
import { codeOf, createWorld, recordEvents, type World } from '../support/world.js'

const withBob = { conversationType: 'peer', conversationID: 'bob' } as const
const hello = { type: 'text', text: 'Hello' } as const
const page = { count: 10 }

/** Ada, logged in online. */
async function launchAda(world: World, options: Partial<ChatOptions>) {
  const chat = world.device().launch(options)
  onTestFinished(() => chat.destroy())
  await chat.login('ada', { token: world.network.issueToken('ada') })
  return chat
}

test('OL-37 a full device fails the catch-up with its code, and the next connection catches up', async () => {
  const world = await createWorld()
  let isFull = false
  const storage = failing(memoryStorage(), (sound) => ({
    write: (...parameters) => (isFull ? Promise.reject(new ChatError('storage-full')) : sound.write(...parameters)),
  }))
  const chat = await launchAda(world, { storage })
  await settle()
  const syncs = recordEvents(chat, 'syncStateChanged')
  isFull = true
  world.network.cut()
  await world.platform.control.advance(5_000)
  expect(syncs.at(-1)).toMatchObject({ state: 'failed', error: { code: 'storage-full' } })
  expect(await codeOf(chat.sendMessage(withBob, hello))).toBe('storage-full')
  isFull = false
  world.network.cut()
  await world.platform.control.advance(5_000)
  expect(syncs.at(-1)).toEqual({ state: 'finished' })
})

test.each(['storage-full', 'storage-corrupt'] as const)(
  'OL-36 a message whose confirmation meets %s is not called failed, and settles once the storage is well',
  async (code) => {
    const world = await createWorld()
    let failures = 0
    const storage = failing(memoryStorage(), (sound) => ({
      write(...parameters) {
        if (failures === 0) return sound.write(...parameters)
        failures -= 1
        return Promise.reject(new ChatError(code))
      },
    }))
    let calls = 0
    const transport = lying(world.network.transport(), (honest) => ({
      async call(...parameters) {
        const result = await honest.call(...parameters)
        // The confirmation meets the failure, and so does the push of the same message.
        failures = calls === 0 ? 2 : 0
        calls += 1
        return result
      },
    }))
    const chat = await launchAda(world, { storage, transport })
    await settle()
    const { operationID } = await chat.sendMessage(withBob, hello)
    await settle()
    expect({ calls, failures }).toEqual({ calls: 1, failures: 0 })
    expect((await chat.queryOperationList(page)).operationList).toMatchObject([{ operationID, state: 'waiting' }])
    await world.platform.control.advance(60_000)
    expect(await chat.whenSettled(operationID)).toMatchObject({ outcome: 'succeeded' })
    expect(calls).toBe(2)
  },
)
