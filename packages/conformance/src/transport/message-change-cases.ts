import type { BackendMessage, Change, OperationName, OperationParameters, OperationResult } from '@latchkey/core/driver'
import { expect } from 'vitest'
import { expectRefusal, follow, ofType, peerConversation, send } from './case-data.js'
import { newID } from './identifiers.js'
import { transportCase, type Link, type TransportCase, type TransportCaseContext } from './transport-case.js'
import type { TransportParty } from './transport-fixture.js'

/** Two devices of the subject and one of the partner, who wrote two messages that the subject has not read. */
interface Scene {
  readonly own: Link
  /** Another device of the subject. */
  readonly second: Link
  readonly other: Link
  readonly messages: readonly [BackendMessage, BackendMessage]
  /** Where the subject's log stood after them. */
  readonly cursor: string
}

async function twoMessages({ subject, partner, connect }: TransportCaseContext): Promise<Scene> {
  const [own, second, other] = [await connect(subject), await connect(subject), await connect(partner)]
  const messages = [
    await send(other, peerConversation(subject), { text: 'one' }),
    await send(other, peerConversation(subject), { text: 'two' }),
  ] as const
  return { own, second, other, messages, cursor: (await follow(own)).cursor }
}

function perform<Name extends OperationName>(
  { connection }: Link,
  operation: Name,
  parameters: OperationParameters<Name>,
): Promise<OperationResult<Name>> {
  return connection.call(operation, parameters, { operationID: newID() })
}

/** What the log tells after `cursor`, people aside. */
async function toldAfter(link: Link, cursor: string): Promise<readonly Change[]> {
  return (await follow(link, cursor)).changes.filter(({ type }) => type !== 'userChanged')
}

/** The last thing the log tells after `cursor` of a message that is another now. */
async function changedAfter(link: Link, cursor: string) {
  const told = ofType('messageChanged', await toldAfter(link, cursor)).at(-1)
  if (told === undefined) throw new Error('The log tells of no message that changed.')
  return told
}

/** The message as the history tells it. */
async function inHistory(
  { connection }: Link,
  other: TransportParty,
  { messageID }: BackendMessage,
): Promise<BackendMessage | undefined> {
  const { messages } = await connection.history(peerConversation(other), { type: 'newest', limit: 10 })
  return messages.find((message) => message.messageID === messageID)
}

const sending = ['sendMessage'] as const

/** Messages that become another, and what is said of them. */
export const messageChangeCases: readonly TransportCase[] = [
  transportCase(
    'TR-75',
    'an edited message has its new content and its old place',
    { operations: [...sending, 'editMessage'] },
    async (context) => {
      const { own, other, messages, cursor } = await twoMessages(context)
      const content = { type: 'text', text: 'two 👋' } as const
      const target = { ...peerConversation(context.subject), messageID: messages[1].messageID }
      const { message } = await perform(other, 'editMessage', { ...target, content })
      const told = await changedAfter(own, cursor)
      for (const edited of [message, told.message]) {
        expect(edited).toMatchObject({ content, order: messages[1].order, messageID: messages[1].messageID })
        expect(edited.editTime).toBeGreaterThanOrEqual(messages[1].timestamp)
      }
      expect(told.removedCount).toBe(0)
    },
  ),

  transportCase(
    'TR-76',
    'of a revoked message is told who revoked it, and nothing of what it said',
    { operations: [...sending, 'revokeMessage'] },
    async (context) => {
      const { own, other, messages, cursor } = await twoMessages(context)
      const target = { ...peerConversation(context.subject), messageID: messages[1].messageID }
      const { message } = await perform(other, 'revokeMessage', target)
      const told = await changedAfter(own, cursor)
      for (const { content, order } of [message, told.message]) {
        expect(content).toMatchObject({ type: 'revoked', operatorUserID: context.partner.userID })
        expect(Object.keys(content).toSorted()).toEqual(['operatorUserID', 'revokeTime', 'type'])
        expect(order).toBe(messages[1].order)
      }
    },
  ),

  transportCase(
    'TR-77',
    'a message that a user deleted is deleted on all their devices, and for nobody else',
    { operations: [...sending, 'deleteMessages'] },
    async (context) => {
      const { own, second, other, messages, cursor } = await twoMessages(context)
      const messageIDs = [messages[0].messageID, newID()]
      const result = await perform(own, 'deleteMessages', { ...peerConversation(context.partner), messageIDs })
      const tombstone = { messageID: messages[0].messageID, content: { type: 'deleted' }, order: messages[0].order }
      expect(result.messageList).toMatchObject([tombstone])
      const told = await changedAfter(second, cursor)
      expect(told.message).toMatchObject({ ...tombstone, senderUserID: context.partner.userID })
      expect((await inHistory(other, context.subject, messages[0]))?.content).toEqual(messages[0].content)
    },
  ),

  transportCase(
    'TR-78',
    'what a user deleted stays deleted for them, whatever becomes of it',
    { operations: [...sending, 'editMessage', 'deleteMessages'] },
    async (context) => {
      const { own, other, messages, cursor } = await twoMessages(context)
      const { messageID } = messages[1]
      const mine = { ...peerConversation(context.partner), messageIDs: [messageID] }
      await perform(own, 'deleteMessages', mine)
      const content = { type: 'text', text: 'again' } as const
      await perform(other, 'editMessage', { ...peerConversation(context.subject), messageID, content })
      for (const change of ofType('messageChanged', await toldAfter(own, cursor))) {
        expect(change.message.content).toEqual({ type: 'deleted' })
      }
      expect((await inHistory(own, context.partner, messages[1]))?.content).toEqual({ type: 'deleted' })
    },
  ),

  transportCase(
    'TR-79',
    'a sign says how many gave it, who was first, and whether the reader is one of them',
    { operations: [...sending, 'addMessageReaction', 'deleteMessageReaction'] },
    async (context) => {
      const { subject, partner } = context
      const { own, other, messages, cursor } = await twoMessages(context)
      const { messageID } = messages[1]
      const ofOther = { ...peerConversation(subject), messageID, reactionType: '👍' }
      const ofOwn = { ...peerConversation(partner), messageID, reactionType: '👍' }
      const one = { reactionType: '👍', totalCount: 1, userIDs: [partner.userID] }
      const both = { reactionType: '👍', totalCount: 2, userIDs: [partner.userID, subject.userID] }
      await perform(other, 'addMessageReaction', ofOther)
      expect((await changedAfter(own, cursor)).message.reactionList).toEqual([{ ...one, isSelfIncluded: false }])
      const given = await perform(own, 'addMessageReaction', ofOwn)
      expect(given.message.reactionList).toEqual([{ ...both, isSelfIncluded: true }])
      const taken = await perform(own, 'deleteMessageReaction', ofOwn)
      expect(taken.message.reactionList).toEqual([{ ...one, isSelfIncluded: false }])
      await perform(other, 'deleteMessageReaction', ofOther)
      expect((await changedAfter(own, cursor)).message.reactionList ?? []).toEqual([])
    },
  ),

  transportCase(
    'TR-80',
    'a message is the same in the log, in the history and at the head of its conversation',
    { operations: [...sending, 'editMessage'] },
    async (context) => {
      const { own, other, messages, cursor } = await twoMessages(context)
      const content = { type: 'text', text: 'two 👋' } as const
      const target = { ...peerConversation(context.subject), messageID: messages[1].messageID }
      await perform(other, 'editMessage', { ...target, content })
      const { message } = await changedAfter(own, cursor)
      expect(await inHistory(own, context.partner, messages[1])).toEqual(message)
      const heads = ofType('conversationHead', (await follow(own)).changes)
      expect(heads.map(({ head }) => head.lastMessage)).toEqual([message])
    },
  ),

  transportCase(
    'TR-81',
    'the revision of a message rises with everything that becomes of it',
    { operations: [...sending, 'editMessage', 'revokeMessage'] },
    async (context) => {
      const { own, other, messages, cursor } = await twoMessages(context)
      const target = { ...peerConversation(context.subject), messageID: messages[1].messageID }
      const revisions = [messages[1].revision ?? 0]
      for (const text of ['2', '3']) {
        await perform(other, 'editMessage', { ...target, content: { type: 'text', text } })
        revisions.push((await changedAfter(own, cursor)).message.revision ?? 0)
      }
      await perform(other, 'revokeMessage', target)
      revisions.push((await changedAfter(own, cursor)).message.revision ?? 0)
      expect(revisions).toEqual([...new Set(revisions)].toSorted((left, right) => left - right))
    },
  ),

  transportCase(
    'TR-82',
    'what is so already is no failure, and is not told again',
    { operations: [...sending, 'editMessage', 'revokeMessage'] },
    async (context) => {
      const { own, other, messages, cursor } = await twoMessages(context)
      const [first, second] = messages.map(({ messageID }) => ({ ...peerConversation(context.subject), messageID }))
      if (first === undefined || second === undefined) throw new Error('There are two messages.')
      const steps = [
        () => perform(other, 'editMessage', { ...first, content: { type: 'text', text: 'uno' } }),
        () => perform(other, 'revokeMessage', second),
      ]
      for (const step of steps) {
        const { message } = await step()
        const told = await toldAfter(own, cursor)
        expect((await step()).message).toEqual(message)
        expect(await toldAfter(own, cursor)).toEqual(told)
      }
    },
  ),

  transportCase(
    'TR-83',
    'what is revoked or deleted above the mark is counted, the same wherever the mark is told',
    { operations: [...sending, 'revokeMessage', 'deleteMessages', 'markRead'] },
    async (context) => {
      const { own, other, messages, cursor } = await twoMessages(context)
      const [first, second] = messages
      await perform(other, 'revokeMessage', { ...peerConversation(context.subject), messageID: first.messageID })
      const mine = { ...peerConversation(context.partner), messageIDs: [first.messageID, second.messageID] }
      await perform(own, 'deleteMessages', mine)
      expect((await changedAfter(own, cursor)).removedCount).toBe(2)
      const place = { ...peerConversation(context.partner), order: first.order }
      const moved = await perform(own, 'markRead', place)
      expect(moved).toMatchObject({ readMark: { order: first.order }, removedCount: 1 })
      const marks = ofType('readMarkMoved', await toldAfter(own, cursor))
      expect(marks.at(-1)).toMatchObject({ ...moved })
      const [head] = ofType('conversationHead', (await follow(own)).changes)
      expect(head?.head).toMatchObject({ ...moved })
    },
  ),

  transportCase(
    'TR-84',
    'a message that changed before it was told is added as it is now',
    { operations: [...sending, 'editMessage'] },
    async (context) => {
      const { subject, partner, connect } = context
      const [own, other] = [await connect(subject), await connect(partner)]
      const { cursor } = await follow(own)
      const { messageID } = await send(other, peerConversation(subject))
      const content = { type: 'text', text: 'sorry, hello' } as const
      await perform(other, 'editMessage', { ...peerConversation(subject), messageID, content })
      const added = ofType('messageAdded', await toldAfter(own, cursor))
      expect(added.map(({ message }) => message)).toMatchObject([{ messageID, content }])
    },
  ),

  transportCase(
    'TR-85',
    'what may not be changed is refused with the reason, as not applied',
    { operations: [...sending, 'editMessage', 'revokeMessage'] },
    async (context) => {
      const { own, other, messages } = await twoMessages(context)
      const content = { type: 'text', text: 'forged' } as const
      const { messageID } = messages[0]
      const [mine, theirs] = [peerConversation(context.partner), peerConversation(context.subject)]
      const forged = perform(own, 'editMessage', { ...mine, messageID, content })
      await expectRefusal(forged, 'not-allowed', 'not-applied')
      await expectRefusal(perform(own, 'revokeMessage', { ...mine, messageID }), 'not-allowed', 'not-applied')
      const unknown = perform(other, 'editMessage', { ...theirs, messageID: newID(), content })
      await expectRefusal(unknown, 'message-not-found', 'not-applied')
      await perform(other, 'revokeMessage', { ...theirs, messageID })
      const late = perform(other, 'editMessage', { ...theirs, messageID, content })
      await expectRefusal(late, 'message-revoked', 'not-applied')
    },
  ),

  transportCase(
    'TR-86',
    'a draft reaches the other devices of its user, and nobody else',
    { operations: [...sending, 'setConversationDraft'] },
    async (context) => {
      const { own, second, other, cursor } = await twoMessages(context)
      const { cursor: before } = await follow(other)
      const place = peerConversation(context.partner)
      for (const draft of ['see', 'see you 👋']) await perform(own, 'setConversationDraft', { ...place, draft })
      const told = ofType('conversationSettingsChanged', await toldAfter(second, cursor)).at(-1)
      expect(told?.settings).toMatchObject({ ...place, draft: 'see you 👋' })
      const [head] = ofType('conversationHead', (await follow(second)).changes)
      expect(head?.head.draft).toBe('see you 👋')
      expect(await toldAfter(other, before)).toEqual([])
    },
  ),
]
