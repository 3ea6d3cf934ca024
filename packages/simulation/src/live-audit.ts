import type { Chat, ConversationReference, LiveQuery, LiveStatus } from '@latchkey/core'
import { conversationName } from './ledger.js'
import type { Random } from './random.js'
import type { Life, World } from './world.js'

/** A screen that is open: what it shows, and how its query is asked once more. */
export interface Screen {
  readonly name: string
  /** The rows, and how far they can be trusted. */
  shown(): { readonly rows: unknown; readonly status: LiveStatus['status'] }
  ask(chat: Chat): Promise<unknown>
  close(): void
}

const conversationCount = 20
const messageCount = 10

export function openScreen({ live }: Chat, conversation: ConversationReference, random: Random): Screen {
  if (random.chance(0.5)) {
    const query = live.queryConversationList({ count: conversationCount })
    return screenOf('conversations', query, {
      rows: () => query.getSnapshot().conversationList,
      ask: async (chat) => (await chat.queryConversationList({ count: conversationCount })).conversationList,
    })
  }
  const query = live.queryHistoryMessage(conversation, { count: messageCount })
  return screenOf(`history of ${conversationName(conversation)}`, query, {
    rows: () => query.getSnapshot().messageList,
    ask: async (chat) => (await chat.queryHistoryMessage(conversation, { count: messageCount })).messageList,
  })
}

function screenOf(
  name: string,
  query: LiveQuery<LiveStatus>,
  { rows, ask }: { rows(): unknown; ask(chat: Chat): Promise<unknown> },
): Screen {
  const close = query.subscribe(() => void query.getSnapshot())
  return { name, shown: () => ({ rows: rows(), status: query.getSnapshot().status }), ask, close }
}

/** Each screen shows what its query answers anew: that is compared with the backend by itself. */
export async function auditScreens(world: World, life: Life): Promise<void> {
  for (const { name, shown, ask } of life.screens) {
    const { rows, status } = shown()
    const where = `the ${name} on the screen of ${life.name}`
    if (status !== 'current') world.violate('live', `${where}: ${status} while it is connected`)
    const outcome = await life.call(`audit: ${name} anew`, ask)
    const shows = JSON.stringify(rows)
    const belongs = outcome.isDone ? JSON.stringify(outcome.result) : outcome.code
    if (shows !== belongs) world.violate('live', `${where}: ${firstDifference(shows, belongs)}`)
  }
}

const longestExcerpt = 80

function firstDifference(shows: string, belongs: string): string {
  let at = 0
  while (at < shows.length && shows[at] === belongs[at]) at += 1
  const excerpt = (text: string) => text.slice(Math.max(0, at - longestExcerpt / 2), at + longestExcerpt / 2)
  return `${excerpt(shows)} where ${excerpt(belongs)} belongs`
}
