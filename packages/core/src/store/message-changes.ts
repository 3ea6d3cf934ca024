import type { Message } from '../contract/messages.js'
import type { ChatEventFact } from '../events/emitter.js'
import { conversationKey, messageKey } from './conversation-rows.js'
import type { Draft } from './draft.js'
import { toMessage } from './message-rows.js'
import type { MessageRow } from './schema.js'

type ChangeName = 'messageRevokeReceived' | 'messageEdited' | 'messageReactionsChanged' | 'messageRepliedCountChanged'

/** What to tell of messages that were shown as `before` and are shown as the draft has them: one event a kind and conversation. */
export async function messageChanges(draft: Draft, before: readonly MessageRow[]): Promise<readonly ChatEventFact[]> {
  const events = new Map<string, { readonly name: ChangeName; readonly messageList: Message[] }>()
  for (const earlier of before) {
    const present = await draft.get('messages', messageKey(earlier))
    if (present === undefined) continue
    for (const name of changesBetween(earlier, present)) {
      const place = [name, ...conversationKey(present)].join('\n')
      const event = events.get(place) ?? { name, messageList: [] }
      event.messageList.push(toMessage(present))
      events.set(place, event)
    }
  }
  return [...events.values()].flatMap(({ name, messageList }) => {
    const [first] = messageList
    if (first === undefined) return []
    const { conversationType, conversationID } = first
    return [{ name, event: { conversationType, conversationID, messageList } }]
  })
}

function changesBetween(earlier: MessageRow, present: MessageRow): readonly ChangeName[] {
  const isContentChanged = !isSame(earlier.content, present.content)
  if (isContentChanged && present.content.type === 'revoked') return ['messageRevokeReceived']
  return [
    ...(isContentChanged ? (['messageEdited'] as const) : []),
    ...(isSame(earlier.reactionList, present.reactionList) ? [] : (['messageReactionsChanged'] as const)),
    ...(earlier.repliedCount === present.repliedCount ? [] : (['messageRepliedCountChanged'] as const)),
  ]
}

function isSame(left: unknown, right: unknown): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right)
}
