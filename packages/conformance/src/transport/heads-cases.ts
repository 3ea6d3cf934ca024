import type { Change, TransportConnection } from '@latchkey/core/driver'
import { expect } from 'vitest'
import { follow, groupConversation, makeGroup, ofType, peerConversation, sendMany } from './case-data.js'
import { transportCase, type Link, type TransportCase } from './transport-case.js'

async function headsAfter({ connection }: Link, cursor: string, limit = 200): Promise<readonly Change[]> {
  const heads = await headsOf(connection)(cursor, limit)
  if (heads === 'tooFarBack') throw new Error('The log should reach back to this cursor.')
  return heads
}

function headsOf(connection: TransportConnection): NonNullable<TransportConnection['heads']> {
  const { heads } = connection
  if (heads === undefined) throw new Error('The driver says that it has heads, and has not.')
  return (cursor, limit, options) => heads(cursor, limit, options)
}

const sends = { operations: ['sendMessage', 'createGroup'], heads: true } as const

/** The newest state of what was active, for a device that was away. */
export const headsCases: readonly TransportCase[] = [
  transportCase(
    'TR-87',
    'heads tell the conversations that were active after a cursor, the last one first, and no others',
    sends,
    async ({ subject, partner, connect }) => {
      const [link, sender] = [await connect(subject), await connect(partner)]
      const quiet = await makeGroup(sender, [subject])
      const groupID = await makeGroup(sender, [subject])
      const { cursor } = await follow(link)
      expect(await headsAfter(link, cursor)).toEqual([])
      await sendMany(sender, peerConversation(subject), 2)
      const [, last = ''] = await sendMany(sender, groupConversation(groupID), 2)
      const heads = ofType('conversationHead', await headsAfter(link, cursor)).map(({ head }) => head)
      expect(heads.map(({ conversationID }) => conversationID)).toEqual([groupID, partner.userID])
      expect(heads[0]).toMatchObject({ ...groupConversation(groupID), lastMessage: { messageID: last } })
      expect(heads.map(({ conversationID }) => conversationID)).not.toContain(quiet)
    },
  ),

  transportCase(
    'TR-88',
    'a head comes after the people and the group that it needs',
    sends,
    async ({ subject, partner, connect }) => {
      const [link, sender] = [await connect(subject), await connect(partner)]
      const { cursor } = await follow(link)
      const groupID = await makeGroup(sender, [subject])
      await sendMany(sender, groupConversation(groupID), 1)
      const types = (await headsAfter(link, cursor)).map((change) =>
        change.type === 'userChanged' ? change.user.userID : change.type,
      )
      expect(types.slice(0, types.indexOf('conversationHead')).toSorted()).toEqual(
        [partner.userID, 'groupChanged'].toSorted(),
      )
    },
  ),

  transportCase('TR-89', 'no more heads come than were asked for', sends, async ({ subject, partner, connect }) => {
    const [link, sender] = [await connect(subject), await connect(partner)]
    const { cursor } = await follow(link)
    for (let group = 0; group < 3; group += 1) {
      await sendMany(sender, groupConversation(await makeGroup(sender, [subject])), 1)
    }
    for (const limit of [1, 2]) {
      expect(ofType('conversationHead', await headsAfter(link, cursor, limit))).toHaveLength(limit)
    }
  }),

  transportCase(
    'TR-90',
    'heads from a place to which the log no longer reaches are too far back',
    { ...sends, controls: ['trimLog'] },
    async ({ subject, partner, connect, use }) => {
      const sender = await connect(partner)
      const { cursor } = await follow(await connect(subject))
      await sendMany(sender, peerConversation(subject), 1)
      await use('trimLog')()
      const { connection } = await connect(subject)
      expect(await headsOf(connection)(cursor, 1)).toBe('tooFarBack')
    },
  ),
]
