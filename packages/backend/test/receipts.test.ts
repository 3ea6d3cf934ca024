import { describe, expect, test } from 'vitest'
import { createWorld, group, only, peer } from './world.js'

async function createGroup(userIDs: readonly string[] = ['bob', 'cyd']) {
  const world = await createWorld({ users: ['ada', 'bob', 'cyd', 'dan'] })
  await world.perform('ada', 'createGroup', { groupID: 'g', groupName: 'G', userIDs })
  world.advance(1_000)
  return world
}

describe('how far a peer conversation was read', () => {
  test('is told to the other user alone, once, also by what the reader writes', async () => {
    const world = await createWorld()
    const one = await world.send('ada', peer('bob'), 'one')
    const cursors = await Promise.all(['ada', 'bob', 'cyd'].map(async (userID) => (await world.follow(userID)).cursor))
    await world.perform('bob', 'markRead', { ...peer('ada'), order: one.order })
    await world.perform('bob', 'markRead', { ...peer('ada'), order: one.order })
    const told = await Promise.all(['ada', 'bob', 'cyd'].map((userID, index) => world.follow(userID, cursors[index])))
    const value = { order: one.order, readTime: world.now() }
    const register = { kind: 'readMark', conversation: peer('bob'), key: 'bob', revision: 1, value }
    expect(told.map(({ changes }) => only(changes, 'registerChanged'))).toEqual([
      [{ type: 'registerChanged', register }],
      [],
      [],
    ])
    await world.send('ada', peer('bob'), 'two')
    const three = await world.send('bob', peer('ada'), 'three')
    const { changes, cursor } = await world.follow('ada', told[0]?.cursor)
    expect(only(changes, 'registerChanged')).toMatchObject([{ register: { value: { order: three.order } } }])
    // Who has read all tells nothing new by writing more.
    await world.send('bob', peer('ada'), 'four')
    expect(only((await world.follow('ada', cursor)).changes, 'registerChanged')).toEqual([])
  })

  test('is not told to whom the reader has blocked', async () => {
    const world = await createWorld()
    const one = await world.send('ada', peer('bob'), 'one')
    await world.perform('bob', 'setUserBlocked', { userID: 'ada', isBlocked: true })
    const { cursor } = await world.follow('ada')
    await world.perform('bob', 'markRead', { ...peer('ada'), order: one.order })
    expect(only((await world.follow('ada', cursor)).changes, 'registerChanged')).toEqual([])
  })
})

describe('who has read a message of a group', () => {
  test('is counted when its sender asks, and reading is told to nobody else', async () => {
    const world = await createGroup()
    const { messageID, order } = await world.send('ada', group('g'), 'one')
    const other = await world.send('bob', group('g'), 'two')
    const asked = { groupID: 'g', messageIDs: [messageID, other.messageID, 'unknown'] }
    const first = await world.perform('ada', 'queryMessageReceiptsInfo', asked)
    // Bob has written behind it.
    expect(first.receiptList).toEqual([{ messageID, readMemberCount: 1, unreadMemberCount: 1 }])
    const { cursor } = await world.follow('ada')
    await world.perform('cyd', 'markRead', { ...group('g'), order })
    expect((await world.follow('ada', cursor)).changes).toEqual([])
    const second = await world.perform('ada', 'queryMessageReceiptsInfo', asked)
    expect(second.receiptList).toEqual([{ messageID, readMemberCount: 2, unreadMemberCount: 0 }])
    expect(second.revision).toBeGreaterThan(first.revision)
  })

  test('is listed in pages, without its sender and those who came later', async () => {
    const world = await createGroup(['bob', 'cyd'])
    const { messageID, order } = await world.send('ada', group('g'), 'one')
    world.advance(1_000)
    await world.perform('ada', 'inviteUsersIntoGroup', { groupID: 'g', userIDs: ['dan'] })
    await world.perform('cyd', 'markRead', { ...group('g'), order })
    const list = (isRead: boolean, count = 10, afterUserID?: string) =>
      world.perform('ada', 'queryMessageReceiptMemberList', {
        groupID: 'g',
        messageID,
        isRead,
        count,
        ...(afterUserID !== undefined && { afterUserID }),
      })
    const read = await list(true)
    expect(read.memberList.map(({ userID }) => userID)).toEqual(['cyd'])
    expect(read.userList.map(({ userName }) => userName)).toEqual(['CYD'])
    expect(read.registerList).toEqual([
      { kind: 'readMark', conversation: group('g'), key: 'cyd', revision: 1, value: { order } },
    ])
    expect((await list(false)).memberList.map(({ userID }) => userID)).toEqual(['bob'])
    const { receiptList } = await world.perform('ada', 'queryMessageReceiptsInfo', {
      groupID: 'g',
      messageIDs: [messageID],
    })
    expect(receiptList).toEqual([{ messageID, readMemberCount: 1, unreadMemberCount: 1 }])

    await world.perform('bob', 'markRead', { ...group('g'), order })
    const page = await list(true, 1)
    expect([page.memberList[0]?.userID, page.more]).toEqual(['bob', true])
    const rest = await list(true, 1, 'bob')
    expect([rest.memberList[0]?.userID, rest.more]).toEqual(['cyd', false])
  })

  test('is not for others to know', async () => {
    const world = await createGroup()
    const { messageID } = await world.send('ada', group('g'), 'one')
    const page = { groupID: 'g', messageID, isRead: true, count: 1 }
    const ask = (userID: string, parameters = page) =>
      world.perform(userID, 'queryMessageReceiptMemberList', parameters)
    await expect(ask('bob')).rejects.toMatchObject({ code: 'not-allowed' })
    await expect(ask('dan')).rejects.toMatchObject({ code: 'group-not-found' })
    await expect(ask('ada', { ...page, messageID: 'none' })).rejects.toMatchObject({ code: 'message-not-found' })
    await expect(ask('ada', { ...page, count: 101 })).rejects.toMatchObject({ code: 'invalid-argument' })
  })
})
