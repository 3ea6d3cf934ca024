import { expect, onTestFinished, test } from 'vitest'
import { createChat } from '../../src/chat.js'
import { groupsFeature } from '../../src/features/groups.js'
import { reactionUsersFeature } from '../../src/features/reaction-users.js'
import { memoryStorage } from '@latchkey/storage-memory'
import { settle } from '../support/test-platform.js'
import { codeOf, createWorld, eventOf } from '../support/world.js'
import { text } from '../sync/outbox-scene.js'

const rowers = { conversationType: 'group', conversationID: 'rowers' } as const
const reactionType = '👍'

test('who gave a sign is told offline as far as it is known here, and all of them by the backend', async () => {
  const world = await createWorld()
  const { network, platform } = world
  const others = Array.from({ length: 7 }, (_, index) => `user${String(index)}`)
  for (const userID of others) await network.addUser({ userID, userName: userID.toUpperCase() })
  const chat = createChat({
    app: 'test',
    storage: memoryStorage(),
    transport: network.transport(),
    platform,
    features: [reactionUsersFeature, groupsFeature],
  })
  onTestFinished(() => chat.destroy())
  await chat.login('ada', { token: network.issueToken('ada') })
  await chat.createGroup('rowers', { groupName: 'Rowers', userIDs: others })
  const { message, operationID } = await chat.sendMessage(rowers, text('Who rows?'))
  await chat.whenSettled(operationID)
  const { messageID } = message
  for (const userID of others) {
    const other = world.device().launch()
    const isCaughtUp = eventOf(other, 'syncStateChanged', ({ state }) => state === 'finished')
    await other.login(userID, { token: network.issueToken(userID) })
    await isCaughtUp
    await other.queryHistoryMessage(rowers, { count: 1 })
    const given = await other.addMessageReaction(rowers, messageID, reactionType)
    await other.whenSettled(given?.operationID ?? '')
    await other.destroy()
  }
  const ask = async (isQueryFromServer: boolean, count = 4) => {
    const found: string[] = []
    for (let cursor: string | undefined, pages = 0; pages < 5; pages++) {
      const options = { count, reactionType, isQueryFromServer, ...(cursor === undefined ? {} : { cursor }) }
      const page = await chat.queryMessageReactionUserList(rowers, messageID, options)
      expect(page.totalCount).toBe(others.length)
      found.push(...page.userList.map(({ userName }) => userName))
      cursor = page.nextCursor
      if (cursor === undefined) break
    }
    return found
  }
  const names = others.map((userID) => userID.toUpperCase())
  expect(await ask(true)).toEqual(names)
  await expect.poll(() => ask(false)).toEqual(names.slice(0, 5))
  const { nextCursor: cursor = '' } = await chat.queryMessageReactionUserList(rowers, messageID, {
    count: 1,
    reactionType,
  })
  const mixed = { count: 1, reactionType, cursor, isQueryFromServer: true }
  expect(await codeOf(chat.queryMessageReactionUserList(rowers, messageID, mixed))).toBe('invalid-argument')

  network.setConnectivity('refused')
  network.cut()
  await settle()
  expect(await ask(false)).toEqual(names.slice(0, 5))
  const refused = [
    [
      chat.queryMessageReactionUserList(rowers, messageID, { count: 1, reactionType, isQueryFromServer: true }),
      'not-connected',
    ],
    [chat.queryMessageReactionUserList(rowers, 'unknown', { count: 1, reactionType }), 'message-not-found'],
    [chat.queryMessageReactionUserList(rowers, messageID, { count: 1, reactionType: '' }), 'invalid-argument'],
  ] as const
  for (const [call, code] of refused) expect(await codeOf(call)).toBe(code)
})
