import type { Conversation, Message } from '@latchkey/core'
import { describeSigns, type BackendFacts, type MessageFacts } from './backend-facts.js'
import { conversationName, messageName } from './ledger.js'
import { auditPage } from './page-audit.js'
import { seenAs, storeKey } from './store-key.js'
import type { Life, World } from './world.js'

const pageCount = 30
/** More pages than any conversation of a schedule has. */
const maxPages = 50

/** The list of conversations with all that is in them, as the device shows it and as the backend has it. */
export async function auditConversations(
  world: World,
  life: Life,
  userID: string,
  { listed, messages, removed }: BackendFacts,
): Promise<void> {
  const ledger = life.device.ledgerOf(userID)
  const devices = world.devices.map((device) => device.ledgerOf(userID))
  const shown = [...(await readList(life)), ...(await readArchived(life))]
  const waiting = await life.call('audit: outbox', (chat) => chat.queryOperationList({ count: 100 }))
  const failed = waiting.isDone ? waiting.result.operationList : []
  // A draft that the backend refused stays on its device.
  const hasFailedDraft = new Set(
    failed.filter(({ operation }) => operation === 'setConversationDraft').map(conversationName),
  )
  let unread = 0
  for (const conversation of shown) {
    const name = conversationName(conversation)
    const facts = listed.get(storeKey(userID, conversation))
    if (!conversation.isArchived && conversation.notificationStatus === 'notify')
      unread += conversation.unreadMessageCount
    if (facts === undefined) {
      const isLeft = conversation.conversationType === 'group' && conversation.isDisabled
      if (!isLeft && !devices.some(({ madeHere }) => madeHere.has(name)))
        world.violate('list', `${life.name} shows ${name}, which does not exist`)
      continue
    }
    const { conversation: head, state } = facts
    const gone = removed.get(head.conversationKey) ?? 0
    const expected = Math.max(0, head.countedSeq - state.readCountedSeq - gone)
    if (conversation.unreadMessageCount !== expected) {
      const what = `${conversation.unreadMessageCount} unread, not ${expected}`
      world.violate('unread', `${life.name} of ${userID} shows ${name} with ${what}`)
    }
    if (conversation.isPinned !== state.isPinned || conversation.pinnedTime !== state.pinnedTime) {
      world.violate(
        'pins',
        `${life.name} of ${userID} shows ${name} pinned: ${conversation.isPinned}, not ${state.isPinned}`,
      )
    }
    if (conversation.draft !== state.draft && !hasFailedDraft.has(name)) {
      world.violate(
        'drafts',
        `${life.name} of ${userID} shows ${name} with "${conversation.draft}", not "${state.draft}"`,
      )
    }
    const flags = flagsOf(conversation).join(' ')
    const wantedFlags = [...state.flags].sort().join(' ')
    if (flags !== wantedFlags)
      world.violate('flags', `${life.name} of ${userID} shows ${name} as [${flags}], not [${wantedFlags}]`)
    if (conversation.isDisabled) world.violate('list', `${life.name} shows ${name} as left`)
  }
  const shownNames = new Set(shown.map(conversationName))
  for (const key of listed.keys()) {
    const name = conversationName(seenAs(userID, key))
    if (!shownNames.has(name) && !ledger.takenOff.has(name)) {
      world.violate('list', `${life.name} of ${userID} does not show ${name}`)
    }
  }
  const total = await life.call('total unread', (chat) => chat.queryConversationTotalUnreadMessageCount())
  if (total.isDone && total.result.unreadMessageCount !== unread) {
    world.violate('unread', `${life.name} tells ${total.result.unreadMessageCount} unread in all, not ${unread}`)
  }
  for (const [key, rows] of messages) await auditHistory(world, life, userID, key, rows)
}

function flagsOf({ notificationStatus, isMarkedUnread, isArchived }: Conversation): readonly string[] {
  return [
    ...(isArchived ? ['archived'] : []),
    ...(notificationStatus === 'doNotDisturb' ? ['doNotDisturb'] : []),
    ...(isMarkedUnread ? ['markedUnread'] : []),
  ]
}

async function readList(life: Life): Promise<readonly Conversation[]> {
  const list: Conversation[] = []
  let cursor: string | undefined
  do {
    const page = await life.call('audit: conversations', (chat) =>
      chat.queryConversationList({ count: pageCount, ...(cursor === undefined ? {} : { cursor }) }),
    )
    if (!page.isDone) return list
    list.push(...page.result.conversationList)
    cursor = page.result.nextCursor
  } while (cursor !== undefined)
  return list
}

async function readArchived(life: Life): Promise<readonly Conversation[]> {
  const page = await life.call('audit: archived', (chat) => chat.queryConversationArchivedList({ count: 100 }))
  return page.isDone ? page.result.conversationList : []
}

/** Every message once, in the backend's order, and no other (OL-36, OL-38). */
async function auditHistory(
  world: World,
  life: Life,
  userID: string,
  key: string,
  rows: readonly MessageFacts[],
): Promise<void> {
  const conversation = seenAs(userID, key)
  const name = conversationName(conversation)
  const ledger = life.device.ledgerOf(userID)
  const shown: Message[] = []
  let cursor: string | undefined
  for (let pages = 0; pages < maxPages; pages += 1) {
    const page = await life.call(`audit: history of ${name}`, (chat) =>
      chat.queryHistoryMessage(conversation, { count: pageCount, ...(cursor === undefined ? {} : { cursor }) }),
    )
    if (!page.isDone) return world.violate('history', `${life.name} does not show ${name}: ${page.code}`)
    auditPage(world, life, userID, conversation, page.result)
    shown.unshift(...page.result.messageList)
    if (page.result.stoppedAtGap)
      world.violate('history', `${life.name} stops at a gap of ${name} while it is connected`)
    cursor = page.result.nextCursor
    if (cursor === undefined) break
  }
  const sent = shown.filter((message) => message.sentStatus === 'sent' && !message.isUserInserted)
  const wanted = rows.filter((row) => {
    const named = messageName(conversation, row.messageID)
    if (ledger.deleted.has(named)) return false
    return !ledger.perhapsDeleted.has(named) || sent.some(({ messageID }) => messageID === row.messageID)
  })
  const isSame = (message: Message | undefined, row: MessageFacts | undefined) =>
    message !== undefined &&
    row !== undefined &&
    message.messageID === row.messageID &&
    message.senderUserID === row.senderUserID &&
    (message.sentStatus !== 'sent' || message.messageSeq === row.messageSeq) &&
    textOf(message.content) === textOf(row.content) &&
    message.editTime === row.editTime &&
    describeSigns(message.reactionList) === row.signTexts
  const length = Math.max(sent.length, wanted.length)
  for (let index = 0; index < length; index += 1) {
    if (isSame(sent[index], wanted[index])) continue
    const found = sent[index]
    const expected = wanted[index]
    const shows = found && `${found.order.slice(-3)} "${textOf(found.content)}" [${describeSigns(found.reactionList)}]`
    const belongs = expected && `${expected.messageSeq} "${textOf(expected.content)}" [${expected.signTexts}]`
    world.violate('history', `${life.name} of ${userID} shows ${shows} in ${name} where ${belongs} belongs`)
    return
  }
}

function textOf(content: Message['content']): string {
  return content.type === 'text' ? content.text : content.type
}
