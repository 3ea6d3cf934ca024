'use client'
import type { ConversationReference } from '@latchkey/core'
import {
  createCalls,
  createComposer,
  createConnectionView,
  createContacts,
  createConversationArchive,
  createConversationList,
  createGroupModel,
  createOutboxView,
  createPeople,
  createProfile,
  createRinging,
  createSearch,
  createSessionView,
  createTimeline,
  type Calls,
  type Composer,
  type ConnectionView,
  type Contacts,
  type ConversationList,
  type GroupModel,
  type OutboxView,
  type PersonView,
  type Profile,
  type Readable,
  type Ringing,
  type Search,
  type SessionView,
  type Timeline,
} from '@latchkey/ui-headless'
import { useMemo, useSyncExternalStore } from 'react'
import { useKit } from './chat-provider.js'

/** The snapshot of a view model or of a live query, kept up to date. */
export function useReadable<Snapshot>(readable: Readable<Snapshot>): Snapshot {
  return useSyncExternalStore(readable.subscribe, readable.getSnapshot, readable.getSnapshot)
}

export function useConnection(): ConnectionView {
  const kit = useKit()
  return useReadable(useMemo(() => createConnectionView(kit), [kit]))
}

export function useSession(): SessionView {
  const kit = useKit()
  return useReadable(useMemo(() => createSessionView(kit), [kit]))
}

/** What the backend did not take. */
export function useOutbox(): OutboxView {
  const kit = useKit()
  return useReadable(useMemo(() => createOutboxView(kit), [kit]))
}

/** The view model of the conversation list; read it with `useReadable`. */
export function useConversationList(): ConversationList {
  const kit = useKit()
  return useMemo(() => createConversationList(kit), [kit])
}

/** The view model of the archive; `undefined` for a chat that was made without one. */
export function useConversationArchive(): ConversationList | undefined {
  const kit = useKit()
  return useMemo(() => createConversationArchive(kit), [kit])
}

/** The view model of the search; `undefined` for a chat that was made without it. */
export function useSearch(): Search | undefined {
  const kit = useKit()
  return useMemo(() => createSearch(kit), [kit])
}

/** The view model of one conversation's timeline; a new one for each conversation. */
export function useTimeline({ conversationType, conversationID }: ConversationReference): Timeline {
  const kit = useKit()
  return useMemo(
    () => createTimeline(kit, { conversationType, conversationID }),
    [kit, conversationType, conversationID],
  )
}

/** The view model of a group and its members; `undefined` for a chat that was made without it, and without a `groupID`. */
export function useGroup(groupID: string | undefined): GroupModel | undefined {
  const kit = useKit()
  return useMemo(() => (groupID === undefined ? undefined : createGroupModel(kit, groupID)), [kit, groupID])
}

/** Friends, applications and the block list; `undefined` for a chat that was made without them. */
export function useContacts(): Contacts | undefined {
  const kit = useKit()
  return useMemo(() => createContacts(kit), [kit])
}

/** The list of calls; `undefined` for a chat that was made without calls. */
export function useCalls(): Calls | undefined {
  const kit = useKit()
  return useMemo(() => createCalls(kit), [kit])
}

/** What rings; one for the whole app, since it remembers which call was made or answered here. */
export function useRinging(): Ringing | undefined {
  const kit = useKit()
  return useMemo(() => createRinging(kit), [kit])
}

/** The signed-in user. */
export function useProfile(): Profile {
  const kit = useKit()
  return useMemo(() => createProfile(kit), [kit])
}

/** Those whom the user is likely to mean. */
export function usePeople(): Readable<readonly PersonView[]> {
  const kit = useKit()
  return useMemo(() => createPeople(kit), [kit])
}

export function useComposer({ conversationType, conversationID }: ConversationReference): Composer {
  const kit = useKit()
  return useMemo(
    () => createComposer(kit, { conversationType, conversationID }),
    [kit, conversationType, conversationID],
  )
}

/** How many messages are unread in all conversations. */
export function useTotalUnread(): number {
  const { chat } = useKit()
  const total = useMemo(() => chat.live.queryConversationTotalUnreadMessageCount(), [chat])
  return useReadable(total).unreadMessageCount ?? 0
}
