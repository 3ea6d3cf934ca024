import type { Chat, ConversationReference, SearchMethods, TextMatch } from '@latchkey/core'
import { avatarView, type AvatarView } from './avatar.js'
import { conversationRowKey } from './conversation-row-key.js'
import type { Kit } from './kit.js'
import { createWritable, type Readable } from './readable.js'
import { createRefresher } from './refresher.js'

/** A piece of a text, and whether it is what was sought. */
export interface TextPart {
  readonly text: string
  readonly isMatch: boolean
}

/** A conversation or a message that was found. */
export interface FoundRowView extends ConversationReference {
  /** Unique among all that was found. */
  readonly key: string
  /** Of a message: which one. */
  readonly messageID?: string
  readonly avatar: AvatarView
  /** The name of the conversation, in parts where that is what was found. */
  readonly nameParts: readonly TextPart[]
  /** Of a message: its text around the first place that was found. */
  readonly textParts: readonly TextPart[]
  readonly time: string
}

export interface SearchView {
  /** What stands in the field. */
  readonly text: string
  /** `idle`: nothing is sought. `searching`: no answer yet. */
  readonly state: 'idle' | 'searching' | 'found' | 'nothing' | 'failed'
  readonly conversationRows: readonly FoundRowView[]
  /** Newest first. */
  readonly messageRows: readonly FoundRowView[]
  /** How many messages there are in all. */
  readonly messageCount: number
  readonly hasMore: boolean
  /** Says that there may be more, while what is on the device is still being indexed. */
  readonly note: string
}

export interface Search extends Readable<SearchView> {
  /** Seeks what the person has written so far: words, their beginnings, "phrases in quotes". */
  seek(text: string): void
  /** Tells more messages. */
  loadMore(): Promise<void>
}

const conversationCount = 5
const messageCount = 30
const maxKeywords = 5
const maxKeywordLength = 128
/** Of a long message so much is shown before the first place that was found. */
const lead = 24
const longestExcerpt = 160

const idle: SearchView = {
  text: '',
  state: 'idle',
  conversationRows: [],
  messageRows: [],
  messageCount: 0,
  hasMore: false,
  note: '',
}

/** The search over all that is on this device; `undefined` for a chat that was made without it. */
export function createSearch(kit: Kit): Search | undefined {
  const { chat, texts, formats } = kit
  if (!canSearch(chat)) return undefined
  const view = createWritable(idle)
  let nextCursor: string | undefined

  // What is written while an answer is on its way is sought once it is there.
  const refresh = createRefresher(async () => {
    const { text } = view.getSnapshot()
    const keywords = keywordsOf(text)
    if (keywords.length === 0) return
    try {
      const [conversations, messages] = await Promise.all([
        chat.searchLocalConversations({ count: conversationCount, keywords }),
        chat.searchGlobalLocalMessages({ count: messageCount, keywords }),
      ])
      const messageRows = await Promise.all(messages.messageList.map(toMessageRow))
      if (view.getSnapshot().text !== text) return
      nextCursor = messages.nextCursor
      const conversationRows = conversations.conversationList.map((found): FoundRowView => ({
        ...referenceOf(found),
        key: conversationRowKey(found),
        avatar: avatarView(found.conversationID, found.conversationName, found.conversationAvatarUrl),
        nameParts: partsOf(found.foundText, found.matches),
        textParts: [],
        time: formats.listTime(found.activityTime),
      }))
      view.set({
        text,
        state: conversationRows.length + messageRows.length > 0 ? 'found' : 'nothing',
        conversationRows,
        messageRows,
        messageCount: messages.totalCount,
        hasMore: nextCursor !== undefined,
        note: messages.isComplete ? '' : texts.stillIndexing,
      })
    } catch {
      if (view.getSnapshot().text === text) view.set({ ...idle, text, state: 'failed' })
    }
  })

  async function toMessageRow(found: FoundMessage): Promise<FoundRowView> {
    const { conversation } = await chat.queryConversation(found).catch(() => ({ conversation: undefined }))
    const name = conversation?.conversationName ?? found.conversationID
    return {
      ...referenceOf(found),
      key: `${conversationRowKey(found)}/${found.messageID}`,
      messageID: found.messageID,
      avatar: avatarView(found.conversationID, name, conversation?.conversationAvatarUrl),
      nameParts: [{ text: name, isMatch: false }],
      textParts: excerptOf(found.foundText, found.matches),
      time: formats.listTime(found.timestamp),
    }
  }

  return {
    ...view,
    seek(text) {
      const shown = view.getSnapshot()
      if (text === shown.text) return
      nextCursor = undefined
      if (keywordsOf(text).length === 0) {
        view.set({ ...idle, text })
        return
      }
      // What was found so far stays until the next answer, so that nothing flickers while one types.
      view.set({ ...shown, text, hasMore: false, state: shown.state === 'found' ? 'found' : 'searching' })
      refresh()
    },
    async loadMore() {
      const { text } = view.getSnapshot()
      const cursor = nextCursor
      if (cursor === undefined) return
      nextCursor = undefined
      const page = await chat.searchGlobalLocalMessages({ count: messageCount, keywords: keywordsOf(text), cursor })
      const rows = await Promise.all(page.messageList.map(toMessageRow))
      const shown = view.getSnapshot()
      if (shown.text !== text) return
      nextCursor = page.nextCursor
      // A message that was sent meanwhile may have moved to a later place.
      const known = new Set(shown.messageRows.map(({ key }) => key))
      view.set({
        ...shown,
        messageRows: [...shown.messageRows, ...rows.filter(({ key }) => !known.has(key))],
        hasMore: nextCursor !== undefined,
      })
    },
  }
}

type FoundMessage = Awaited<ReturnType<SearchMethods['searchGlobalLocalMessages']>>['messageList'][number]

function canSearch(chat: Chat): chat is Chat & SearchMethods {
  return 'searchGlobalLocalMessages' in chat
}

function keywordsOf(text: string): readonly string[] {
  const keywords = [...text.matchAll(/"([^"]+)"?|[^\s"]+/g)].map(([whole, phrase]) => phrase ?? whole)
  const distinct = new Set(keywords.map((keyword) => keyword.trim().slice(0, maxKeywordLength)))
  return [...distinct].filter((keyword) => keyword !== '').slice(0, maxKeywords)
}

function referenceOf({ conversationType, conversationID }: ConversationReference): ConversationReference {
  return { conversationType, conversationID }
}

function partsOf(text: string, matches: readonly TextMatch[]): readonly TextPart[] {
  const parts: TextPart[] = []
  let end = 0
  for (const { start, length } of matches) {
    if (start > end) parts.push({ text: text.slice(end, start), isMatch: false })
    parts.push({ text: text.slice(start, start + length), isMatch: true })
    end = start + length
  }
  if (end < text.length) parts.push({ text: text.slice(end), isMatch: false })
  return parts
}

/** One line, cut so that the first place is in it. */
function excerptOf(text: string, matches: readonly TextMatch[]): readonly TextPart[] {
  const first = matches[0]?.start ?? 0
  const wordStart = first > lead ? text.lastIndexOf(' ', first - lead) + 1 : 0
  // Text without spaces is cut where it may be, but never within a character of two units.
  const start = first - wordStart > 2 * lead ? first - lead + (isLowSurrogate(text, first - lead) ? 1 : 0) : wordStart
  const end = Math.min(text.length, start + longestExcerpt)
  const inside = matches
    .filter((match) => match.start >= start && match.start + match.length <= end)
    .map((match) => ({ ...match, start: match.start - start }))
  const cut = partsOf(text.slice(start, end).replace(/\s/g, ' '), inside)
  return start === 0 ? cut : [{ text: '…', isMatch: false }, ...cut]
}

function isLowSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index)
  return unit >= 0xdc00 && unit <= 0xdfff
}
