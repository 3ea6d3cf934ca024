import type { Change } from '@latchkey/core/driver'
import { expect } from 'vitest'
import { addedIn, follow, makeGroup, ofType, peerConversation, pullPages, send, sendMany } from './case-data.js'
import { breachesOf, isCursor } from './fact-bounds.js'
import { newID } from './identifiers.js'
import { transportCase, type Link, type TransportCase, type TransportCaseContext } from './transport-case.js'

const sends = { operations: ['sendMessage'] } as const
const everything = { operations: ['sendMessage', 'createGroup', 'callInvite'] } as const

async function invite({ connection }: Link, userID: string): Promise<string> {
  const callID = newID()
  const parameters = { callID, invitees: [userID], mode: 'general', timeoutSeconds: 600, extendedData: '' } as const
  await connection.call('callInvite', parameters, { operationID: newID() })
  return callID
}

/** A log with something of everything in it, for the subject. */
async function fillLog({ subject, partner, connect }: TransportCaseContext): Promise<Link> {
  const sender = await connect(partner)
  await makeGroup(sender, [subject])
  await makeGroup(sender, [subject])
  await sendMany(sender, peerConversation(subject), 3)
  await invite(sender, subject.userID)
  return sender
}

/** The people whom a change mentions. */
function mentionedIn(change: Change): string[] {
  switch (change.type) {
    case 'messageAdded':
      return [change.message.senderUserID]
    case 'groupMembersChanged':
      return change.memberList.map(({ userID }) => userID)
    case 'conversationHead': {
      const { conversationType, conversationID, lastMessage } = change.head
      return [
        ...(conversationType === 'peer' ? [conversationID] : []),
        ...(lastMessage ? [lastMessage.senderUserID] : []),
      ]
    }
    case 'callInvitationChanged':
      return change.callInvitation.callUserList.map(({ userID }) => userID)
    default:
      return []
  }
}

/** The facts of a log, each once, without the people, whom every page names anew. */
function factsOf(changes: readonly Change[]): Set<string> {
  return new Set(changes.filter(({ type }) => type !== 'userChanged').map((change) => JSON.stringify(change)))
}

/** What a pull answers. */
export const changeLogCases: readonly TransportCase[] = [
  transportCase(
    'TR-32',
    'a pull without a cursor tells where every conversation stands',
    sends,
    async ({ subject, partner, connect }) => {
      const sender = await connect(partner)
      const messageIDs = await sendMany(sender, peerConversation(subject), 3)
      const heads = ofType('conversationHead', (await follow(await connect(subject))).changes)
      expect(heads.map(({ head }) => head)).toMatchObject([
        { ...peerConversation(partner), lastMessage: { messageID: messageIDs[2] }, removedCount: 0, isPinned: false },
      ])
    },
  ),

  transportCase(
    'TR-33',
    'a pull without a cursor tells the groups and their members',
    { operations: ['createGroup'] },
    async ({ subject, partner, connect }) => {
      const groupID = await makeGroup(await connect(partner), [subject])
      const { changes } = await follow(await connect(subject))
      expect(ofType('groupChanged', changes).map(({ group }) => group.groupID)).toContain(groupID)
      const members = ofType('groupMembersChanged', changes).flatMap(({ memberList }) => memberList)
      const userIDs = members.filter((member) => member.groupID === groupID).map(({ userID }) => userID)
      expect(new Set(userIDs)).toEqual(new Set([subject.userID, partner.userID]))
    },
  ),

  transportCase(
    'TR-34',
    'a pull without a cursor tells the open call invitations',
    { operations: ['callInvite'] },
    async ({ subject, partner, connect }) => {
      const callID = await invite(await connect(partner), subject.userID)
      const { changes } = await follow(await connect(subject))
      const invitations = ofType('callInvitationChanged', changes).map(({ callInvitation }) => callInvitation)
      expect(invitations).toMatchObject([{ callID, state: 'started', caller: partner.userID }])
    },
  ),

  transportCase(
    'TR-35',
    'a page names the people its changes mention, before they are mentioned',
    everything,
    async (context) => {
      await fillLog(context)
      const link = await context.connect(context.subject)
      for (const { changes } of await pullPages(link, undefined, 2)) {
        const named = new Set<string>()
        for (const change of changes) {
          if (change.type === 'userChanged') named.add(change.user.userID)
          expect([...named]).toEqual(expect.arrayContaining(mentionedIn(change)))
        }
      }
    },
  ),

  transportCase('TR-36', 'a page holds no more changes than asked for, people aside', everything, async (context) => {
    await fillLog(context)
    const link = await context.connect(context.subject)
    for (const limit of [1, 2, 500]) {
      for (const { changes } of await pullPages(link, undefined, limit)) {
        expect(changes.filter(({ type }) => type !== 'userChanged').length).toBeLessThanOrEqual(limit)
        expect(changes.length).toBeLessThanOrEqual(2_000)
      }
    }
  }),

  transportCase('TR-37', 'small pages tell the same as large ones', everything, async (context) => {
    await fillLog(context)
    const link = await context.connect(context.subject)
    const large = await follow(link)
    const small = await follow(link, undefined, 1)
    expect(factsOf(small.changes)).toEqual(factsOf(large.changes))
  }),

  transportCase('TR-38', 'a cursor is 1 to 256 printable ASCII characters', sends, async (context) => {
    const { subject, partner, connect } = context
    const [link, sender] = [await connect(subject), await connect(partner)]
    const { cursor } = await follow(link)
    await sendMany(sender, peerConversation(subject), 2)
    const pages = [...(await pullPages(link, undefined, 1)), ...(await pullPages(link, cursor, 1))]
    expect(pages.map((page) => page.cursor).filter((place) => !isCursor(place))).toEqual([])
  }),

  transportCase(
    'TR-39',
    'a pull from a cursor tells what came since, once, in its order, up to the end',
    sends,
    async ({ subject, partner, connect }) => {
      const [link, sender] = [await connect(subject), await connect(partner)]
      await sendMany(sender, peerConversation(subject), 2)
      const { cursor } = await follow(link)
      const messageIDs = await sendMany(sender, peerConversation(subject), 5)
      const since = await follow(link, cursor, 2)
      expect(addedIn(since.changes)).toEqual(messageIDs)
      expect(addedIn((await follow(link, since.cursor)).changes)).toEqual([])
    },
  ),

  transportCase(
    'TR-40',
    'a cursor that was pulled from once can be pulled from again',
    sends,
    async ({ subject, partner, connect }) => {
      const [link, sender] = [await connect(subject), await connect(partner)]
      const { cursor } = await follow(link)
      await sendMany(sender, peerConversation(subject), 3)
      const first = await follow(link, cursor)
      expect(factsOf((await follow(await connect(subject), cursor)).changes)).toEqual(factsOf(first.changes))
    },
  ),

  transportCase(
    'TR-41',
    'a pull from where the log no longer reaches answers tooFarBack',
    { ...sends, controls: ['trimLog'] },
    async ({ subject, partner, connect, use }) => {
      const sender = await connect(partner)
      const { cursor } = await follow(await connect(subject))
      const messageIDs = await sendMany(sender, peerConversation(subject), 2)
      await use('trimLog')()
      // A connection that follows may itself be passed by the trim, and end.
      const link = await connect(subject)
      expect(await link.connection.pull(cursor, 500)).toBe('tooFarBack')
      const heads = ofType('conversationHead', (await follow(link)).changes)
      expect(heads.map(({ head }) => head.lastMessage?.messageID)).toEqual([messageIDs[1]])
    },
  ),

  transportCase(
    'TR-42',
    'a pull while others write passes over nothing',
    sends,
    async ({ subject, partner, connect }) => {
      const link = await connect(subject)
      const senders = [await connect(partner), await connect(partner), await connect(partner)]
      let { cursor } = await follow(link)
      let isSending = true
      const sending = Promise.all(senders.map((sender) => sendMany(sender, peerConversation(subject), 8)))
      const sent = sending.finally(() => {
        isSending = false
      })
      const seen: string[] = []
      for (let isLast = false; !isLast;) {
        isLast = !isSending
        const page = await follow(link, cursor, 3)
        cursor = page.cursor
        seen.push(...addedIn(page.changes))
      }
      expect(seen.toSorted()).toEqual((await sent).flat().toSorted())
    },
  ),

  transportCase('TR-43', 'what a pull tells is within the bounds of the contract', everything, async (context) => {
    const { subject, partner, connect } = context
    const sender = await fillLog(context)
    const link = await connect(subject)
    const { changes, cursor } = await follow(link)
    await send(link, peerConversation(partner))
    await send(sender, peerConversation(subject), { text: 'ü👋'.repeat(100) })
    const later = await follow(link, cursor)
    expect([...changes, ...later.changes].flatMap(breachesOf)).toEqual([])
  }),
]
