import type { CallInvitation } from '@latchkey/core'
import { avatarView, type AvatarView } from './avatar.js'
import { othersOf, outcomeOf, type CallOutcome } from './call-outcome.js'
import { createDay } from './day.js'
import type { Kit } from './kit.js'
import { createNames, namesOf } from './names.js'
import { offersCalls } from './offered.js'
import { derive, type Readable } from './readable.js'
import { keepRows } from './row-identity.js'

export interface CallRowView {
  /** The callID. */
  readonly key: string
  /** Everybody else in it. */
  readonly name: string
  readonly avatar: AvatarView
  readonly isOutgoing: boolean
  readonly outcome: CallOutcome
  /** The outcome in words. */
  readonly note: string
  readonly time: string
  /** Whom to call again; absent for a call of several. */
  readonly userID?: string
}

export interface CallsView {
  readonly rows: readonly CallRowView[]
  readonly state: 'skeleton' | 'rows' | 'empty' | 'failed'
  readonly hasMore: boolean
}

export interface Calls extends Readable<CallsView> {
  loadMore(): Promise<void>
}

/** The calls of the user, newest first; `undefined` for a chat that was made without `callsFeature`. */
export function createCalls(kit: Kit): Calls | undefined {
  const { chat, texts, formats } = kit
  if (!offersCalls(chat)) return undefined
  const live = chat.live.queryCallInvitationList({ count: 50 })
  const names = createNames(kit)

  function toRow(call: CallInvitation): CallRowView {
    const others = othersOf(call, chat.userID)
    const isOutgoing = call.caller === chat.userID
    const outcome = outcomeOf(call, chat.userID)
    const name = namesOf(others, names)
    const [only] = others
    return {
      key: call.callID,
      name,
      avatar: avatarView(only ?? call.callID, name),
      isOutgoing,
      outcome,
      note: texts.callOutcome(outcome, isOutgoing),
      time: formats.listTime(call.createTime),
      ...(others.length === 1 && only !== undefined ? { userID: only } : {}),
    }
  }

  const view = derive<CallsView>([live, names, createDay(kit)], (previous) => {
    const { callInvitationList, status, hasMore } = live.getSnapshot()
    const rows = keepRows(previous?.rows ?? [], callInvitationList.map(toRow))
    const empty = status === 'loading' ? 'skeleton' : status === 'failed' ? 'failed' : 'empty'
    return { rows, hasMore, state: rows.length > 0 ? 'rows' : empty }
  })
  return { ...view, loadMore: () => live.loadMore() }
}
