import type { OperationParameters } from '@latchkey/core/driver'
import { describe, expect, test } from 'vitest'
import { createWorld, group, peer } from './world.js'

type World = Awaited<ReturnType<typeof createWorld>>
type Sent = OperationParameters<'sendMessage'>

function combine(
  world: World,
  userID: string,
  to: ReturnType<typeof peer>,
  { messageID, ...combined }: { readonly messageID: string } & NonNullable<Sent['combined']>,
  more: Partial<Sent> = {},
) {
  const content = { type: 'combine', title: 'Plans', summary: '', itemCount: combined.messageIDs.length } as const
  return world.perform(userID, 'sendMessage', { ...to, messageID, content, combined, sentTime: 1, ...more })
}

function open(world: World, userID: string, to: ReturnType<typeof peer>, messageID: string, path: number[] = []) {
  return world.perform(userID, 'queryCombineMessageDetail', { ...to, messageID, path })
}

async function talk() {
  const world = await createWorld({ users: ['ada', 'bob', 'cyd', 'dan'] })
  const one = await world.send('ada', peer('bob'), 'one', 'one')
  const two = await world.send('bob', peer('ada'), 'two', 'two')
  return { world, one, two }
}

const source = { ...peer('bob'), messageIDs: ['two', 'one'] }

describe('combined messages', () => {
  test('hold what was said, in its order, for who is in the other conversation, as it was then', async () => {
    const { world, one, two } = await talk()
    const { message } = await combine(world, 'ada', peer('cyd'), { messageID: 'c', ...source })
    expect(message.content).toEqual({ type: 'combine', title: 'Plans', summary: '', itemCount: 2 })
    const content = { type: 'text', text: 'one, edited' } as const
    await world.perform('ada', 'editMessage', { ...peer('bob'), messageID: 'one', content })
    await world.perform('bob', 'revokeMessage', { ...peer('ada'), messageID: 'two' })
    const { combinedList, userList } = await open(world, 'cyd', peer('ada'), 'c')
    expect(combinedList).toEqual(
      [one, two].map(({ messageID, senderUserID, timestamp, content: said }) => ({
        messageID,
        senderUserID,
        timestamp,
        content: said,
      })),
    )
    expect(userList.map(({ userID }) => userID)).toEqual(['ada', 'bob'])
    await expect(open(world, 'bob', peer('ada'), 'c')).rejects.toMatchObject({ code: 'message-not-found' })
    await expect(open(world, 'cyd', peer('ada'), 'c', [0])).rejects.toMatchObject({ code: 'not-allowed' })
  })

  test('are opened one level at a time, and are 4 levels deep at the most', async () => {
    const { world } = await talk()
    await combine(world, 'ada', peer('cyd'), { messageID: 'level1', ...source })
    for (const level of [2, 3, 4]) {
      const inner = { ...peer('cyd'), messageIDs: [`level${level - 1}`] }
      await combine(world, 'ada', peer('cyd'), { messageID: `level${level}`, ...inner })
    }
    const top = await open(world, 'cyd', peer('ada'), 'level4')
    expect(top.combinedList.map(({ messageID }) => messageID)).toEqual(['level3'])
    expect(Object.keys(top.combinedList[0] ?? {})).not.toContain('combined')
    const bottom = await open(world, 'cyd', peer('ada'), 'level4', [0, 0, 0])
    expect(bottom.combinedList.map(({ messageID }) => messageID)).toEqual(['one', 'two'])
    const inner = { ...peer('cyd'), messageIDs: ['level4'] }
    await expect(combine(world, 'ada', peer('cyd'), { messageID: 'level5', ...inner })).rejects.toMatchObject({
      code: 'limit-exceeded',
    })
    await expect(open(world, 'cyd', peer('ada'), 'level4', [0, 0, 0, 0])).rejects.toMatchObject({
      code: 'limit-exceeded',
    })
  })

  test('go with what they held when they are taken back', async () => {
    const { world } = await talk()
    const file = { fileID: 'f', userID: 'ada', size: 3, sha256: '0'.repeat(64), time: 1, isWhole: true }
    await world.store.transact((transaction) => transaction.putFile(file))
    const content = { type: 'file', fileID: 'f', fileName: 'a', fileSize: 3, mimeType: '' } as const
    await world.perform('ada', 'sendMessage', { ...peer('bob'), messageID: 'three', content, sentTime: 1 })
    const messageIDs = [...source.messageIDs, 'three']
    await combine(world, 'ada', peer('cyd'), { messageID: 'c', ...source, messageIDs })
    const mayRead = () => world.store.read((reader) => reader.isFileListed('cyd', 'f'))
    expect(await mayRead()).toBe(true)
    await world.perform('ada', 'revokeMessage', { ...peer('cyd'), messageID: 'c' })
    await expect(open(world, 'cyd', peer('ada'), 'c')).rejects.toMatchObject({ code: 'message-revoked' })
    expect(await mayRead()).toBe(false)
    const place = { conversationKey: 'p:ada,cyd', messageSeq: 1 }
    expect(await world.store.read((reader) => reader.getCombined(place))).toBeUndefined()
  })

  test('are refused where something of them is not there, or is too much, and leave nothing', async () => {
    const { world } = await talk()
    const big = 'x'.repeat(8_000)
    for (let index = 0; index < 40; index++) await world.send('ada', peer('bob'), big, `big${index}`)
    const code = (found: Promise<unknown>) => found.then(() => 'ok').catch((error: { code: string }) => error.code)
    const tryOne = (messageIDs: readonly string[], more: Partial<Sent> = {}) =>
      code(combine(world, 'ada', peer('cyd'), { messageID: 'c', ...peer('bob'), messageIDs }, more))
    expect(await tryOne(['one', 'unknown'])).toBe('message-not-found')
    expect(await tryOne(['one', 'one'])).toBe('invalid-argument')
    expect(await tryOne(Array.from({ length: 40 }, (_, index) => `big${index}`))).toBe('limit-exceeded')
    const content = { type: 'combine', title: 'Plans', summary: '', itemCount: 2 } as const
    expect(await tryOne(['one'], { content })).toBe('invalid-argument')
    expect(await tryOne(['one'], { content: { ...content, title: ' ' } })).toBe('invalid-argument')
    expect(await tryOne(['one'], { content: { type: 'text', text: 'words' } })).toBe('invalid-argument')
    await world.perform('ada', 'deleteMessages', { ...peer('bob'), messageIDs: ['two'] })
    expect(await tryOne(['two'])).toBe('message-not-found')
    await world.perform('ada', 'revokeMessage', { ...peer('bob'), messageID: 'one' })
    expect(await tryOne(['one'])).toBe('message-revoked')
    const ofOthers = { messageID: 'c', ...peer('ada'), messageIDs: ['two'] }
    expect(await code(combine(world, 'dan', peer('cyd'), ofOthers))).toBe('conversation-not-found')
    expect(await code(combine(world, 'ada', group('none'), { messageID: 'c', ...source }))).toBe(
      'conversation-not-found',
    )
    await expect(world.backend.history('ada', peer('cyd'), { type: 'newest', limit: 1 })).rejects.toMatchObject({
      code: 'conversation-not-found',
    })
  })
})
