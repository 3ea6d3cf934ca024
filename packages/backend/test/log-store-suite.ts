import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type {
  Audience,
  CallRow,
  ConversationStateRow,
  FileRow,
  GroupRow,
  LogReference,
  LogStore,
  MembershipRow,
  MessageRow,
  NewLogEntry,
  ReactionRow,
  RegisterRow,
} from '../src/index.js'

/** What the tests need of a kind of log store. */
export interface LogStoreUnderTest {
  create(): Promise<LogStore>
  /** The same database again, after `close`; absent when the store does not outlive its object. */
  reopen?(): Promise<LogStore>
}

const toAda: Audience = { type: 'user', userID: 'ada' }
const toTeam: Audience = { type: 'group', groupID: 'team' }

function entry(audience: Audience, name: string, time = 1): NewLogEntry {
  return { audience, reference: { type: 'call', callID: name }, time }
}

function names(entries: readonly { readonly reference: LogReference }[]): string[] {
  return entries.map(({ reference }) => (reference.type === 'call' ? reference.callID : reference.type))
}

const mute = { memberRoles: ['member'], expireTime: 9 } as const

const team: GroupRow = {
  groupID: 'team',
  groupName: 'Team',
  groupAvatarUrl: 'https://pictures.example/team',
  groupNotice: 'Saturday',
  joinMode: 'closed',
  inviteMode: 'admin',
  beInviteMode: 'application',
  createTime: 1,
  memberCount: 1,
  revision: 1,
}

function stay(userID: string, fromPosition: number, more: Partial<MembershipRow> = {}): MembershipRow {
  return { groupID: 'team', userID, memberRole: 'member', memberNickname: '', enterTime: 5, fromPosition, ...more }
}

function state(
  userID: string,
  conversationKey: string,
  more: Partial<ConversationStateRow> = {},
): ConversationStateRow {
  return {
    userID,
    conversationKey,
    settingsRevision: 0,
    readSeq: 0,
    readCountedSeq: 0,
    isPinned: false,
    draft: '',
    flags: [],
    deletedSeq: 0,
    isListed: true,
    ...more,
  }
}

function message(conversationKey: string, messageSeq: number): MessageRow {
  return {
    conversationKey,
    messageSeq,
    countedSeq: messageSeq,
    messageID: `m${messageSeq}`,
    senderUserID: 'ada',
    content: { type: 'text', text: `text ${messageSeq} 你好 🙂` },
    timestamp: 1_000 + messageSeq,
    operationID: `o${messageSeq}`,
    revision: 0,
    changePosition: 0,
    signCount: 0,
    replyCount: 0,
  }
}

function call(callID: string, position: number): CallRow {
  return {
    position,
    callInvitation: {
      callID,
      caller: 'ada',
      mode: 'general',
      state: 'started',
      createTime: 1,
      expireTime: 2,
      extendedData: '',
      callUserList: [{ userID: 'ada', state: 'accepted', extendedData: '' }],
    },
  }
}

/** The behaviour of every log store. */
export function describeLogStore(name: string, underTest: LogStoreUnderTest): void {
  describe(`log store: ${name}`, () => {
    let store: LogStore
    beforeEach(async () => {
      store = await underTest.create()
    })
    afterEach(() => store.close())

    test('a new log stands at position 0', async () => {
      const log = await store.read((reader) => reader.getLogState())
      expect(log).toMatchObject({ lastPosition: 0, trimmedPosition: 0 })
      expect(log.epoch).toMatch(/^[0-9A-Za-z]{1,32}$/)
    })

    test('entries get consecutive positions, in order', async () => {
      const last = await store.transact(async (transaction) => {
        expect(await transaction.appendEntries([entry(toAda, 'a'), entry(toAda, 'b')])).toBe(2)
        return transaction.appendEntries([entry(toAda, 'c')])
      })
      expect(last).toBe(3)
      const entries = await store.read((reader) => reader.readEntries('ada', 0, 10))
      expect(entries.map(({ position }) => position)).toEqual([1, 2, 3])
      expect(names(entries)).toEqual(['a', 'b', 'c'])
    })

    test('readEntries goes on after a position and stops at its limit', async () => {
      await store.transact((transaction) =>
        transaction.appendEntries([
          entry(toAda, 'a'),
          entry({ type: 'user', userID: 'bob' }, 'x'),
          entry(toAda, 'b'),
          entry(toAda, 'c'),
        ]),
      )
      await store.read(async (reader) => {
        expect(names(await reader.readEntries('ada', 1, 1))).toEqual(['b'])
        expect(names(await reader.readEntries('ada', 1, 10))).toEqual(['b', 'c'])
        expect(names(await reader.readEntries('ada', 4, 10))).toEqual([])
      })
    })

    test('entries for a group are seen within the stays in it, and in the order of the whole log', async () => {
      await store.transact(async (transaction) => {
        await transaction.appendEntries([entry(toTeam, 'before')])
        await transaction.putMemberships([stay('ada', 1)])
        await transaction.appendEntries([entry(toTeam, 'in-1'), entry(toAda, 'own'), entry(toTeam, 'in-2')])
        await transaction.putMemberships([stay('ada', 1, { toPosition: 4 })])
        await transaction.appendEntries([entry(toTeam, 'outside')])
        await transaction.putMemberships([stay('ada', 5)])
        await transaction.appendEntries([entry(toTeam, 'again')])
      })
      const entries = await store.read((reader) => reader.readEntries('ada', 0, 10))
      expect(names(entries)).toEqual(['in-1', 'own', 'in-2', 'again'])
      await store.read(async (reader) => {
        const counts = [0, 2, 4, 6].map((position) => reader.countEntries('ada', position))
        expect(await Promise.all(counts)).toEqual([4, 3, 1, 0])
        expect(await reader.getLastStay('team', 'ada')).toEqual(stay('ada', 5))
        expect(await reader.getLastStay('team', 'bob')).toBeUndefined()
      })
    })

    test('a user and a group of the same name are two audiences', async () => {
      await store.transact((transaction) => transaction.appendEntries([entry({ type: 'group', groupID: 'ada' }, 'g')]))
      expect(await store.read((reader) => reader.readEntries('ada', 0, 10))).toEqual([])
    })

    test('a transaction that rejects leaves nothing, whatever it wrote', async () => {
      await store.transact(async (transaction) => {
        await transaction.putUser(user('ada', 'Ada'))
        await transaction.addMessage(message('old', 1))
      })
      const failed = store.transact(async (transaction) => {
        await transaction.putUser(user('ada', 'Changed'))
        await transaction.putUser(user('bob', 'Bob'))
        await transaction.putGroup(team)
        await transaction.putMemberships([stay('ada', 0)])
        await transaction.putConversation({ conversationKey: 'k', lastSeq: 1, countedSeq: 1, activityPosition: 1 })
        await transaction.putConversationStates([state('ada', 'k')])
        await transaction.addMessage(message('k', 1))
        await transaction.replaceMessage({ ...message('old', 1), revision: 1 })
        await transaction.addDeletions('ada', [{ conversationKey: 'old', messageSeq: 1 }])
        const reaction = { reactionType: '👍', userID: 'ada', revision: 1, signRevision: 1 }
        await transaction.addReaction({ conversationKey: 'old', messageSeq: 1, ...reaction })
        await transaction.putCall(call('c', 1))
        await transaction.addOperation({ userID: 'ada', operationID: 'o', operation: 'x', result: '{}', time: 1 })
        await transaction.appendEntries([entry(toAda, 'a')])
        throw new Error('changed its mind')
      })
      await expect(failed).rejects.toThrow('changed its mind')
      await store.read(async (reader) => {
        expect(await reader.getUsers(['ada', 'bob'])).toEqual([user('ada', 'Ada')])
        expect(await reader.getGroup('team')).toBeUndefined()
        expect(await reader.getMembers('team', ['ada'])).toEqual([])
        expect(await reader.getConversation('k')).toBeUndefined()
        expect(await reader.getConversationState('ada', 'k')).toBeUndefined()
        expect(await reader.getMessages([{ conversationKey: 'k', messageSeq: 1 }])).toEqual([])
        expect(await reader.findMessage('k', 'm1')).toBeUndefined()
        const old = [{ conversationKey: 'old', messageSeq: 1 }]
        expect(await reader.getMessages(old)).toEqual([message('old', 1)])
        expect(await reader.findMessage('old', 'm1')).toEqual(message('old', 1))
        expect(await reader.readDeletions('ada', old)).toEqual([])
        expect(await reader.readReactions('ada', old)).toEqual([])
        expect(await reader.getCall('c')).toBeUndefined()
        expect(await reader.listCalls('ada', 9, 9)).toEqual([])
        expect(await reader.getOperation('ada', 'o')).toBeUndefined()
        expect(await reader.readEntries('ada', 0, 10)).toEqual([])
        expect((await reader.getLogState()).lastPosition).toBe(0)
      })
    })

    test('one transaction that rejects does not take others with it', async () => {
      const outcomes = await Promise.allSettled([
        store.transact((transaction) => transaction.putUser(user('ada', 'Ada'))),
        store.transact(async (transaction) => {
          await transaction.putUser(user('eve', 'Eve'))
          throw new Error('no')
        }),
        store.transact((transaction) => transaction.putUser(user('bob', 'Bob'))),
      ])
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      const users = await store.read((reader) => reader.getUsers(['ada', 'eve', 'bob']))
      expect(users.map(({ userID }) => userID).sort()).toEqual(['ada', 'bob'])
    })

    test('transactions started together behave as if they ran one after another', async () => {
      const appended = await Promise.all(
        Array.from({ length: 20 }, () =>
          store.transact(async (transaction) => {
            const { lastPosition } = await transaction.getLogState()
            await Promise.resolve()
            const last = await transaction.appendEntries([entry(toAda, 'x')])
            return last - lastPosition
          }),
        ),
      )
      expect(new Set(appended)).toEqual(new Set([1]))
    })

    test('a put writes the whole row in place of the one before', async () => {
      await store.transact(async (transaction) => {
        await transaction.putUser(user('ada', 'Ada L'))
        await transaction.putUser({ ...user('ada', 'Ada'), isRegistered: false, tokensRevokedAt: 9 })
        await transaction.putConversationStates([state('ada', 'k', { isPinned: true, pinnedTime: 7 })])
        await transaction.putConversationStates([
          state('ada', 'k', { readSeq: 3, readCountedSeq: 2, flags: ['archived', 'mark1'], deletedSeq: 2 }),
        ])
        await transaction.putGroup(team)
        await transaction.putGroup({ ...team, groupName: 'Other', memberCount: 2, mute })
      })
      await store.read(async (reader) => {
        expect(await reader.getUsers(['ada'])).toEqual([
          { ...user('ada', 'Ada'), isRegistered: false, tokensRevokedAt: 9 },
        ])
        const found = await reader.getConversationState('ada', 'k')
        expect(found).toEqual(
          state('ada', 'k', { readSeq: 3, readCountedSeq: 2, flags: ['archived', 'mark1'], deletedSeq: 2 }),
        )
        expect(found).not.toHaveProperty('pinnedTime')
        expect(await reader.getGroup('team')).toEqual({ ...team, groupName: 'Other', memberCount: 2, mute })
      })
    })

    test('members are those whose stay lasts, by userID and by age', async () => {
      await store.transact((transaction) =>
        transaction.putMemberships([
          stay('cyd', 1, { memberRole: 'owner' }),
          stay('ada', 2),
          stay('bob', 3),
          stay('dan', 1, { toPosition: 4 }),
        ]),
      )
      await store.read(async (reader) => {
        const byID = await reader.listMembers('team', { by: 'userID', limit: 10 })
        expect(byID.map(({ userID }) => userID)).toEqual(['ada', 'bob', 'cyd'])
        const rest = await reader.listMembers('team', { by: 'userID', afterUserID: 'ada', limit: 1 })
        expect(rest.map(({ userID }) => userID)).toEqual(['bob'])
        const byAge = await reader.listMembers('team', { by: 'age', limit: 2 })
        expect(byAge).toEqual([stay('cyd', 1, { memberRole: 'owner' }), stay('ada', 2)])
        const asked = await reader.getMembers('team', ['dan', 'bob', 'bob'])
        expect(asked).toEqual([stay('bob', 3)])
      })
    })

    test('the owner and the administrators are found among the members, with what they were set to', async () => {
      const admin = stay('eve', 4, { memberRole: 'admin', memberNickname: 'Cox', mute: {} })
      const owner = stay('cyd', 5, { memberRole: 'owner', mute: { expireTime: 9 } })
      await store.transact((transaction) =>
        transaction.putMemberships([
          admin,
          owner,
          stay('ada', 2),
          stay('dan', 1, { memberRole: 'admin', toPosition: 4 }),
        ]),
      )
      expect(await store.read((reader) => reader.listManagers('team'))).toEqual([owner, admin])
    })

    test('userIDs sort by byte', async () => {
      await store.transact((transaction) =>
        transaction.putMemberships([stay('a', 1), stay('B', 1), stay('_', 1), stay('9', 1)]),
      )
      const members = await store.read((reader) => reader.listMembers('team', { by: 'userID', limit: 10 }))
      expect(members.map(({ userID }) => userID)).toEqual(['9', 'B', '_', 'a'])
    })

    test('memberships of a user are listed from a position on', async () => {
      await store.transact((transaction) =>
        transaction.putMemberships([
          stay('ada', 4, { groupID: 'late' }),
          stay('ada', 2, { groupID: 'early' }),
          stay('ada', 3, { groupID: 'left', toPosition: 5 }),
          stay('bob', 1),
        ]),
      )
      await store.read(async (reader) => {
        const groupIDs = async (position: number, limit: number) =>
          (await reader.listMemberships('ada', position, limit)).map(({ groupID }) => groupID)
        expect(await groupIDs(0, 10)).toEqual(['early', 'late'])
        expect(await groupIDs(2, 1)).toEqual(['early'])
        expect(await groupIDs(3, 10)).toEqual(['late'])
      })
    })

    test('listed conversations come newest or oldest first, beyond a position', async () => {
      await store.transact(async (transaction) => {
        for (const [conversationKey, activityPosition] of [
          ['a', 3],
          ['b', 1],
          ['c', 2],
          ['hidden', 4],
        ] as const) {
          await transaction.putConversation({ conversationKey, lastSeq: 0, countedSeq: 0, activityPosition })
        }
        await transaction.putConversationStates([
          state('ada', 'a'),
          state('ada', 'b', { isPinned: true, pinnedTime: 1 }),
          state('ada', 'c'),
          state('ada', 'hidden', { isListed: false, isPinned: true, pinnedTime: 1 }),
          state('bob', 'a', { isPinned: true, pinnedTime: 1 }),
        ])
      })
      await store.read(async (reader) => {
        const keys = async (first: 'newest' | 'oldest', position: number, limit: number) =>
          (await reader.listConversations('ada', { first, position, limit })).map(
            ({ conversation }) => conversation.conversationKey,
          )
        expect(await keys('newest', Number.MAX_SAFE_INTEGER, 10)).toEqual(['a', 'c', 'b'])
        expect(await keys('newest', 3, 1)).toEqual(['c'])
        expect(await keys('oldest', 1, 10)).toEqual(['c', 'a'])
        expect(await reader.countPinned('ada')).toBe(1)
      })
    })

    test('messages are found by place, by messageID and by span', async () => {
      await store.transact(async (transaction) => {
        for (let messageSeq = 1; messageSeq <= 5; messageSeq++) await transaction.addMessage(message('k', messageSeq))
        await transaction.addMessage(message('other', 1))
      })
      await store.read(async (reader) => {
        const span = await reader.readMessages('k', 2, 4)
        expect(span).toEqual([message('k', 2), message('k', 3), message('k', 4)])
        expect(await reader.readMessages('k', 5, 90)).toEqual([message('k', 5)])
        expect(await reader.findMessage('k', 'm3')).toEqual(message('k', 3))
        expect(await reader.findMessage('k', 'm9')).toBeUndefined()
        const places = [
          { conversationKey: 'other', messageSeq: 1 },
          { conversationKey: 'k', messageSeq: 5 },
          { conversationKey: 'k', messageSeq: 6 },
        ]
        const found = await reader.getMessages(places)
        expect(found.map(({ conversationKey, messageSeq }) => `${conversationKey}${messageSeq}`).sort()).toEqual([
          'k5',
          'other1',
        ])
      })
    })

    test('who gave one sign is listed in the order in which they did, beyond a place', async () => {
      const place = { conversationKey: 'k', messageSeq: 1 }
      const given = (userID: string, revision: number, reactionType = '+1') => ({
        ...place,
        reactionType,
        userID,
        revision,
        signRevision: 1,
      })
      await store.transact(async (transaction) => {
        await transaction.addMessage(message('k', 1))
        for (const reaction of [given('cyd', 1), given('bob', 2, '-1'), given('ada', 4), given('bob', 3)]) {
          await transaction.addReaction(reaction)
        }
      })
      await store.read(async (reader) => {
        const all = [
          { userID: 'cyd', revision: 1 },
          { userID: 'bob', revision: 3 },
          { userID: 'ada', revision: 4 },
        ]
        expect(await reader.listReactions(place, '+1', 0, 9)).toEqual(all)
        expect(await reader.listReactions(place, '+1', 1, 1)).toEqual(all.slice(1, 2))
        expect(await reader.listReactions({ ...place, messageSeq: 2 }, '+1', 0, 9)).toEqual([])
      })
    })

    test('what answers a message is listed in order, without what was revoked', async () => {
      const replied = { messageSeq: 1, messageID: 'm1', senderUserID: 'ada' }
      const attributes = { mentionedUserIDs: ['bob'], isMentionAll: true, extendedData: 'é' } as const
      const signs = [{ reactionType: '👍', totalCount: 6, userIDs: ['ada', 'bob'] }]
      const revoked = { type: 'revoked', operatorUserID: 'bob', revokeTime: 7 } as const
      await store.transact(async (transaction) => {
        await transaction.addMessage({ ...message('k', 1), replyCount: 3 })
        for (const messageSeq of [2, 3]) await transaction.addMessage({ ...message('k', messageSeq), replied })
        await transaction.addMessage(message('k', 4))
        await transaction.addMessage({ ...message('k', 5), replied })
        await transaction.addMessage(message('other', 1))
        await transaction.addMessage({ ...message('other', 2), replied })
        await transaction.replaceMessage({ ...message('k', 3), replied, content: revoked })
        await transaction.replaceMessage({ ...message('k', 5), replied, attributes, signs })
      })
      await store.read(async (reader) => {
        const place = { conversationKey: 'k', messageSeq: 1 }
        const replies = [
          { ...message('k', 2), replied },
          { ...message('k', 5), replied, attributes, signs },
        ]
        expect(await reader.listReplies(place, 0, 9)).toEqual(replies)
        expect(await reader.listReplies(place, 0, 1)).toEqual(replies.slice(0, 1))
        expect(await reader.listReplies(place, 2, 9)).toEqual(replies.slice(1))
        expect(await reader.findMessage('k', 'm1')).toEqual({ ...message('k', 1), replyCount: 3 })
      })
    })

    test('a message is replaced where it stands', async () => {
      const revoked: MessageRow = {
        ...message('k', 2),
        content: { type: 'revoked', operatorUserID: 'bob', revokeTime: 7 },
        revision: 2,
        changePosition: 9,
      }
      await store.transact(async (transaction) => {
        for (const messageSeq of [1, 2, 3]) await transaction.addMessage(message('k', messageSeq))
        await transaction.replaceMessage({ ...message('k', 2), revision: 1, editTime: 6, signCount: 4 })
        expect(await transaction.findMessage('k', 'm2')).toMatchObject({ revision: 1, editTime: 6, signCount: 4 })
        await transaction.replaceMessage(revoked)
      })
      await store.read(async (reader) => {
        expect(await reader.readMessages('k', 1, 3)).toEqual([message('k', 1), revoked, message('k', 3)])
        expect(await reader.findMessage('k', 'm2')).toEqual(revoked)
      })
    })

    test('reactions are counted by sign, in the order of the first giving, with the first five people', async () => {
      const place = { conversationKey: 'k', messageSeq: 1 }
      const give = (userID: string, reactionType: string, revision: number, signRevision = revision): ReactionRow => ({
        ...place,
        reactionType,
        userID,
        revision,
        signRevision,
      })
      const crowd = ['ada', 'bob', 'cyd', 'dan', 'eve', 'fay']
      await store.transact(async (transaction) => {
        await transaction.addReaction(give('zoe', '👍', 1))
        await transaction.addReaction(give('fay', '🎉', 2))
        for (const [index, userID] of crowd.entries()) await transaction.addReaction(give(userID, '👍', 9 - index, 1))
        await transaction.removeReaction(place, '👍', 'zoe')
        await transaction.removeReaction(place, '👎', 'ada')
        await transaction.addReaction({ ...give('ada', '👍', 1), messageSeq: 2 })
      })
      const signs = (userID: string, messageSeq: number) =>
        store.read((reader) => reader.readReactions(userID, [{ conversationKey: 'k', messageSeq }]))
      const userIDs = ['fay', 'eve', 'dan', 'cyd', 'bob']
      expect(await signs('ada', 1)).toEqual([
        {
          ...place,
          reactionList: [
            { reactionType: '👍', totalCount: 6, isSelfIncluded: true, userIDs, signRevision: 1 },
            { reactionType: '🎉', totalCount: 1, isSelfIncluded: false, userIDs: ['fay'], signRevision: 2 },
          ],
        },
      ])
      expect((await signs('zoe', 1))[0]?.reactionList[0]?.isSelfIncluded).toBe(false)
      await store.transact((transaction) => transaction.removeReactions(place))
      expect(await signs('ada', 1)).toEqual([])
      expect(await signs('ada', 2)).toHaveLength(1)
    })

    test('what a user deleted, and what was revoked, counts as removed above a place, once', async () => {
      const at = (messageSeq: number, conversationKey = 'k') => ({ conversationKey, messageSeq })
      await store.transact(async (transaction) => {
        for (let messageSeq = 1; messageSeq <= 6; messageSeq++) await transaction.addMessage(message('k', messageSeq))
        await transaction.addMessage(message('other', 1))
        for (const messageSeq of [2, 5]) {
          const content = { type: 'revoked', operatorUserID: 'ada', revokeTime: 7 } as const
          await transaction.replaceMessage({ ...message('k', messageSeq), content })
        }
        await transaction.addDeletions('ada', [at(1), at(5), at(6)])
        await transaction.addDeletions('ada', [at(6), at(1, 'other')])
      })
      await store.read(async (reader) => {
        const asked = [at(4), at(5), at(6), at(5, 'other')]
        expect(await reader.readDeletions('ada', asked)).toEqual([at(5), at(6)])
        expect(await reader.readDeletions('bob', asked)).toEqual([])
        const counts = [0, 1, 4, 5, 6].map((afterSeq) => reader.countRemoved('ada', 'k', afterSeq))
        expect(await Promise.all(counts)).toEqual([4, 3, 2, 1, 0])
        expect(await reader.countRemoved('bob', 'k', 0)).toBe(2)
      })
    })

    test('who has read how far is counted and listed, of those who are members and came in time', async () => {
      await store.transact(async (transaction) => {
        await transaction.putGroup({ ...team, memberCount: 4 })
        await transaction.putMemberships([
          ...['ada', 'bob', 'cyd'].map((userID) => stay(userID, 1)),
          stay('dan', 2, { enterTime: 9 }),
          stay('eve', 1, { toPosition: 2 }),
        ])
        await transaction.putConversationStates([
          ...['ada', 'bob', 'dan'].map((userID) => state(userID, 'k', { readSeq: 3 })),
          state('cyd', 'k', { readSeq: 2 }),
          state('eve', 'k', { readSeq: 3, isListed: false }),
        ])
      })
      const place = { conversationKey: 'k', messageSeq: 3 }
      const query = { ...place, enteredBy: 5, exceptUserID: 'ada', afterUserID: '', limit: 9 }
      await store.read(async (reader) => {
        expect([await reader.countMembers('team', 5), await reader.countMembers('team', 9)]).toEqual([3, 4])
        expect([await reader.countReaders('team', place, 5), await reader.countReaders('team', place, 9)]).toEqual([
          2, 3,
        ])
        const list = async (more: Partial<typeof query> & { readonly isRead: boolean }) =>
          (await reader.listReaders('team', { ...query, ...more })).map(({ membership, readSeq }) => [
            membership.userID,
            readSeq,
          ])
        expect(await list({ isRead: true })).toEqual([['bob', 3]])
        expect(await list({ isRead: false })).toEqual([['cyd', 2]])
        expect(await list({ isRead: true, enteredBy: 9, limit: 1 })).toEqual([['bob', 3]])
        expect(await list({ isRead: true, enteredBy: 9, afterUserID: 'bob' })).toEqual([['dan', 3]])
      })
    })

    test('calls of a user come newest first', async () => {
      await store.transact(async (transaction) => {
        for (const position of [1, 2, 3]) await transaction.putCall(call(`c${position}`, position))
        const [first] = [call('c1', 1)]
        await transaction.putCall({ ...first, callInvitation: { ...first.callInvitation, state: 'ended', endTime: 9 } })
      })
      await store.read(async (reader) => {
        const calls = await reader.listCalls('ada', Number.MAX_SAFE_INTEGER, 2)
        expect(calls.map(({ callInvitation }) => callInvitation.callID)).toEqual(['c3', 'c2'])
        expect((await reader.listCalls('ada', 2, 5)).map(({ callInvitation }) => callInvitation.state)).toEqual([
          'ended',
        ])
        expect(await reader.listCalls('bob', 9, 9)).toEqual([])
      })
    })

    test('calls of which somebody can no longer answer come by when that was, and who came to a call later has it too', async () => {
      await store.transact(async (transaction) => {
        for (const [position, nextExpiry] of [
          [1, 30],
          [2, 10],
          [3, 20],
          [4, 5],
        ] as const) {
          await transaction.putCall({ ...call(`c${position}`, position), nextExpiry })
        }
        await transaction.putCall(call('c4', 4))
        const { callInvitation } = call('c1', 1)
        const bob = { userID: 'bob', state: 'inviting', extendedData: '' } as const
        const callUserList = [...callInvitation.callUserList, bob]
        for (const position of [2, 1]) {
          const invitation = { ...callInvitation, callID: `c${position}`, callUserList }
          const nextExpiry = position === 1 ? 30 : 10
          await transaction.putCall({ callInvitation: invitation, position, nextExpiry })
        }
      })
      await store.read(async (reader) => {
        const due = async (time: number, limit: number) =>
          (await reader.listDueCalls(time, limit)).map(({ callInvitation }) => callInvitation.callID)
        expect(await due(9, 9)).toEqual([])
        expect(await due(20, 9)).toEqual(['c2', 'c3'])
        expect(await due(99, 2)).toEqual(['c2', 'c3'])
        const ofBob = await reader.listCalls('bob', 9, 9)
        expect(ofBob.map(({ callInvitation }) => callInvitation.callID)).toEqual(['c2', 'c1'])
      })
    })

    test('operations are found by user and operationID', async () => {
      const operation = { userID: 'ada', operationID: 'o1', operation: 'sendMessage', result: '{"a":1}', time: 5 }
      await store.transact((transaction) => transaction.addOperation(operation))
      await store.read(async (reader) => {
        expect(await reader.getOperation('ada', 'o1')).toEqual(operation)
        expect(await reader.getOperation('bob', 'o1')).toBeUndefined()
      })
    })

    test('trim removes the log before its first entry that is not old, and the operations that are', async () => {
      await store.transact(async (transaction) => {
        await transaction.appendEntries([
          entry(toAda, 'a', 10),
          entry(toTeam, 'b', 20),
          entry(toAda, 'c', 30),
          entry(toAda, 'late', 5),
        ])
        for (const time of [10, 30]) {
          await transaction.addOperation({ userID: 'ada', operationID: `o${time}`, operation: 'x', result: '{}', time })
        }
      })
      await store.transact((transaction) => transaction.trim(30))
      await store.read(async (reader) => {
        expect(await reader.getLogState()).toMatchObject({ lastPosition: 4, trimmedPosition: 2 })
        expect(names(await reader.readEntries('ada', 0, 10))).toEqual(['c', 'late'])
        expect(await reader.getOperation('ada', 'o10')).toBeUndefined()
        expect(await reader.getOperation('ada', 'o30')).toBeDefined()
      })
      await store.transact((transaction) => transaction.trim(Number.MAX_SAFE_INTEGER))
      const last = await store.transact((transaction) => transaction.appendEntries([entry(toAda, 'd')]))
      expect(last).toBe(5)
      expect(await store.read((reader) => reader.getLogState())).toMatchObject({ lastPosition: 5, trimmedPosition: 4 })
    })

    test('a file is used once a message of a conversation holds it, and listed for whom that is listed', async () => {
      const files = [30, 10, 20].map((time) => file(`f${time}`, { time }))
      await store.transact(async (transaction) => {
        for (const row of files) await transaction.putFile(row)
        await transaction.putFile(file('his', { userID: 'bob', time: 40 }))
        await transaction.putFile(file('f20', { time: 20, isWhole: true }))
        await transaction.putConversation({ conversationKey: 'k', lastSeq: 1, countedSeq: 1, activityPosition: 1 })
        await transaction.putConversationStates([state('ada', 'k'), state('bob', 'k', { isListed: false })])
        const place = { conversationKey: 'k', messageSeq: 1 }
        for (const _ of ['first', 'again']) await transaction.addFileUse('f10', place)
        await transaction.addFileUse('f10', { conversationKey: 'other', messageSeq: 1 })
        await transaction.putFile(file('f10', { time: 10, isWhole: true }))
      })
      await store.read(async (reader) => {
        expect(await reader.getFile('f20')).toEqual(file('f20', { time: 20, isWhole: true }))
        expect(await reader.getFile('absent')).toBeUndefined()
        expect(await reader.countUnusedFiles('ada')).toBe(2)
        const unused = await reader.listUnusedFiles(40, 10)
        expect(unused.map(({ fileID }) => fileID)).toEqual(['f20', 'f30'])
        expect(await reader.listUnusedFiles(100, 1)).toHaveLength(1)
        const listed = ['ada', 'bob', 'cyd'].map((userID) => reader.isFileListed(userID, 'f10'))
        expect(await Promise.all(listed)).toEqual([true, false, false])
        expect(await reader.isFileListed('ada', 'f20')).toBe(false)
      })
      await store.transact((transaction) => transaction.removeFileUse('f10', { conversationKey: 'k', messageSeq: 1 }))
      expect(await store.read((reader) => reader.isFileListed('ada', 'f10'))).toBe(false)
      expect(await store.read((reader) => reader.countUnusedFiles('ada'))).toBe(2)
      await store.transact((transaction) =>
        transaction.removeFileUse('f10', { conversationKey: 'other', messageSeq: 1 }),
      )
      expect(await store.read((reader) => reader.countUnusedFiles('ada'))).toBe(3)
      await store.transact((transaction) => transaction.removeFile('f20'))
      expect(await store.read((reader) => reader.getFile('f20'))).toBeUndefined()
    })

    test('registers are found by scope, kind, conversation and key', async () => {
      const ofPeer = register(toAda, 'eve', { conversationKey: 'p:ada,bob', revision: 7 })
      const rows = [register(toAda, 'eve'), register(toAda, 'bob'), register(toTeam, 'eve', { revision: 4 }), ofPeer]
      await store.transact(async (transaction) => {
        for (const row of rows) await transaction.putRegister(row)
      })
      await store.read(async (reader) => {
        const found = await reader.getRegisters(toAda, 'blockedUser', ['eve', 'bob', 'nobody', 'eve'])
        expect(found).toHaveLength(2)
        expect(found).toEqual(expect.arrayContaining([rows[0], rows[1]]))
        expect(await reader.getRegisters(toTeam, 'blockedUser', ['eve', 'bob'])).toEqual([rows[2]])
        const conversation = { conversationKey: 'p:ada,bob' }
        expect(await reader.getRegisters(toAda, 'blockedUser', ['eve', 'bob'], conversation)).toEqual([ofPeer])
        expect(await reader.getRegisters(toAda, 'blockedUser', [])).toEqual([])
      })
    })

    test('registers are listed by conversation and by the bytes of their keys, in pages', async () => {
      const ordered = [
        register(toAda, 'B'),
        register(toAda, 'a'),
        register(toAda, 'ab'),
        register(toAda, '\uffee'),
        register(toAda, '🙂'),
        register(toAda, 'a', { conversationKey: 'p:ada,bob' }),
        register(toAda, 'B', { conversationKey: 'p:ada,cyd' }),
      ]
      await store.transact(async (transaction) => {
        await transaction.putRegister(register(toTeam, 'b'))
        for (const row of ordered.toReversed()) await transaction.putRegister(row)
      })
      await store.read(async (reader) => {
        expect(await reader.listRegisters(toAda, { limit: 10 })).toEqual(ordered)
        expect(await reader.listRegisters(toAda, { kind: 'blockedUser', limit: 3 })).toEqual(ordered.slice(0, 3))
        expect(await reader.listRegisters(toAda, { skip: 5, limit: 10 })).toEqual(ordered.slice(5))
        for (const [index, after] of ordered.entries()) {
          expect(await reader.listRegisters(toAda, { after, limit: 2 })).toEqual(ordered.slice(index + 1, index + 3))
        }
        const after = register(toAda, 'C')
        expect(await reader.listRegisters(toAda, { after, skip: 1, limit: 1 })).toEqual([ordered[2]])
        expect(await reader.listRegisters({ type: 'user', userID: 'team' }, { limit: 10 })).toEqual([])
      })
    })

    test('a register is replaced, one without a value stays and does not count, and a failed transaction leaves it', async () => {
      const removed: RegisterRow = { scope: toAda, kind: 'blockedUser', key: 'eve', revision: 2 }
      await store.transact(async (transaction) => {
        await transaction.putRegister(register(toAda, 'bob'))
        await transaction.putRegister(register(toAda, 'eve'))
        await transaction.putRegister(removed)
        await transaction.putRegister(register(toTeam, 'bob'))
      })
      const failed = store.transact(async (transaction) => {
        await transaction.putRegister(register(toAda, 'eve', { revision: 3 }))
        expect(await transaction.countRegisters(toAda, 'blockedUser')).toBe(2)
        throw new Error('no')
      })
      await expect(failed).rejects.toThrow('no')
      await store.read(async (reader) => {
        expect(await reader.listRegisters(toAda, { limit: 10 })).toEqual([register(toAda, 'bob'), removed])
        expect(await reader.countRegisters(toAda, 'blockedUser')).toBe(1)
        expect(await reader.countRegisters({ type: 'user', userID: 'bob' }, 'blockedUser')).toBe(0)
      })
    })

    test('close waits for what was asked before', async () => {
      const pending = store.transact((transaction) => transaction.putUser(user('ada', 'Ada')))
      await store.close()
      await expect(pending).resolves.toBeUndefined()
    })

    const { reopen } = underTest
    if (!reopen) return
    test('everything committed is there after it was opened again', async () => {
      const { epoch } = await store.read((reader) => reader.getLogState())
      await store.transact(async (transaction) => {
        await transaction.putUser(user('ada', 'Ada'))
        await transaction.addMessage(message('k', 1))
        await transaction.putRegister(register(toAda, 'bob'))
        await transaction.appendEntries([entry(toAda, 'a')])
      })
      await store.close()
      store = await reopen()
      await store.read(async (reader) => {
        expect(await reader.getLogState()).toEqual({ epoch, lastPosition: 1, trimmedPosition: 0 })
        expect(await reader.getUsers(['ada'])).toEqual([user('ada', 'Ada')])
        expect(await reader.readMessages('k', 1, 1)).toEqual([message('k', 1)])
        expect(await reader.listRegisters(toAda, { limit: 10 })).toEqual([register(toAda, 'bob')])
        expect(names(await reader.readEntries('ada', 0, 10))).toEqual(['a'])
      })
    })
  })
}

function file(fileID: string, more: Partial<FileRow> = {}): FileRow {
  return { fileID, userID: 'ada', size: 10, sha256: 'ab'.repeat(32), time: 1, isWhole: false, ...more }
}

function register(
  scope: Audience,
  key: string,
  more: Partial<Extract<RegisterRow, { kind: 'blockedUser' }>> = {},
): RegisterRow {
  return { scope, kind: 'blockedUser', key, revision: 1, value: { createTime: 5 }, ...more }
}

function user(userID: string, userName: string) {
  return { userID, userName, userAvatarUrl: '', userExtendedData: '', isRegistered: true }
}
