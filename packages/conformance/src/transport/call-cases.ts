import { expect } from 'vitest'
import { expectCode, expectRefusal, follow, groupConversation, peerConversation, send } from './case-data.js'
import { newGroupID, newID } from './identifiers.js'
import { transportCase, type Link, type TransportCase } from './transport-case.js'
import type { TransportParty } from './transport-fixture.js'

const sends = { operations: ['sendMessage'] } as const

/** The messageIDs of the newest messages with the other user. */
async function newest({ connection }: Link, partner: TransportParty): Promise<string[]> {
  const { messages } = await connection.history(peerConversation(partner), { type: 'newest', limit: 100 })
  return messages.map(({ messageID }) => messageID)
}

/** Operations, their results and their outcomes. */
export const callCases: readonly TransportCase[] = [
  transportCase('TR-23', 'a call resolves with the result', sends, async ({ subject, partner, connect }) => {
    const link = await connect(subject)
    const messageID = newID()
    const message = await send(link, peerConversation(partner), { text: 'ahoy 👋', messageID })
    expect(message).toMatchObject({
      ...peerConversation(partner),
      messageID,
      senderUserID: subject.userID,
      content: { type: 'text', text: 'ahoy 👋' },
    })
    expect(await newest(link, partner)).toEqual([messageID])
  }),

  transportCase(
    'TR-24',
    "a refused call rejects with the backend's code, as not applied",
    sends,
    async ({ subject, partner, connect }) => {
      const link = await connect(subject)
      await expectRefusal(send(link, groupConversation(newGroupID())), 'conversation-not-found', 'not-applied')
      const { messageID } = await send(link, peerConversation(partner))
      const reused = send(link, peerConversation(partner), { messageID, text: 'another text' })
      await expectRefusal(reused, 'message-id-reused', 'not-applied')
    },
  ),

  transportCase(
    'TR-25',
    'a repeated operationID changes nothing further and has the first result',
    { ...sends, deduplicates: true },
    async ({ subject, partner, connect }) => {
      const link = await connect(subject)
      const operationID = newID()
      const first = await send(link, peerConversation(partner), { operationID })
      // Another messageID, so that the backend cannot go by that.
      const repeats = [1, 2].map(() => send(link, peerConversation(partner), { operationID }))
      expect(await Promise.all(repeats)).toEqual([first, first])
      expect(await newest(link, partner)).toEqual([first.messageID])
    },
  ),

  transportCase(
    'TR-26',
    'a call whose answer gets lost rejects transport-unreachable, outcome unknown',
    { ...sends, controls: ['loseNextAnswer'] },
    async ({ subject, partner, connect, use }) => {
      const link = await connect(subject)
      await use('loseNextAnswer')()
      const messageID = newID()
      const lost = send(link, peerConversation(partner), { messageID })
      await expectRefusal(lost, 'transport-unreachable', 'unknown')
      expect(await newest(await connect(subject), partner)).toEqual([messageID])
    },
  ),

  transportCase(
    'TR-27',
    'a repeat over a new connection after a lost answer changes nothing further',
    { ...sends, controls: ['loseNextAnswer'], deduplicates: true },
    async ({ subject, partner, connect, use }) => {
      const link = await connect(subject)
      await use('loseNextAnswer')()
      const ids = { messageID: newID(), operationID: newID() }
      await expectCode(send(link, peerConversation(partner), ids), 'transport-unreachable')
      const again = await connect(subject)
      const repeated = await send(again, peerConversation(partner), { ...ids, messageID: newID() })
      expect(repeated.messageID).toBe(ids.messageID)
      expect(await newest(again, partner)).toEqual([ids.messageID])
    },
  ),

  transportCase(
    'TR-28',
    'a call on a connection that has ended rejects transport-unreachable, not applied',
    sends,
    async ({ subject, partner, connect }) => {
      const link = await connect(subject)
      await link.connection.close()
      await expectRefusal(send(link, peerConversation(partner)), 'transport-unreachable', 'not-applied')
      await expectCode(link.connection.pull(undefined, 1), 'transport-unreachable')
    },
  ),

  transportCase(
    'TR-29',
    'a call that was aborted before it began rejects call-aborted, not applied',
    sends,
    async ({ subject, partner, connect }) => {
      const link = await connect(subject)
      const messageID = (await send(link, peerConversation(partner))).messageID
      const aborted = link.connection.call(
        'sendMessage',
        {
          ...peerConversation(partner),
          messageID: newID(),
          content: { type: 'text', text: 'never mind' },
          sentTime: Date.now(),
        },
        { operationID: newID(), signal: AbortSignal.abort() },
      )
      await expectRefusal(aborted, 'call-aborted', 'not-applied')
      expect(await newest(link, partner)).toEqual([messageID])
    },
  ),

  transportCase(
    'TR-30',
    'a call that is aborted while it waits rejects call-aborted and says what is known of it',
    { ...sends, controls: ['hold', 'release'] },
    async ({ subject, partner, connect, use }) => {
      const link = await connect(subject)
      const controller = new AbortController()
      const { signal } = controller
      await use('hold')()
      const parameters = {
        ...peerConversation(partner),
        messageID: newID(),
        content: { type: 'text', text: 'hello' },
        sentTime: Date.now(),
      } as const
      const calls = [
        expectRefusal(
          link.connection.call('sendMessage', parameters, { operationID: newID(), signal }),
          'call-aborted',
          'unknown',
        ),
        expectCode(link.connection.pull(undefined, 1, { signal }), 'call-aborted'),
        expectCode(
          link.connection.history(peerConversation(partner), { type: 'newest', limit: 1 }, { signal }),
          'call-aborted',
        ),
      ]
      controller.abort()
      await Promise.all(calls)
      await use('release')()
      await follow(link)
    },
  ),
]
