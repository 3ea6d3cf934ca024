import { ChatError, type FriendApplication, type QueuedOperation, type User } from '@latchkey/core'
import { avatarView, type AvatarView } from './avatar.js'
import { createDay } from './day.js'
import type { Kit } from './kit.js'
import { offersBlacklist, offersFriendApplications, offersFriends } from './offered.js'
import { createWritable, derive, type Readable } from './readable.js'
import { createRefresher } from './refresher.js'
import { keepRows } from './row-identity.js'

/** What a person can do with somebody they know. All of it works offline too. */
export type ContactAction = 'writeTo' | 'accept' | 'reject' | 'block' | 'unblock' | 'removeFriend'

export interface ContactRowView {
  /** Unique among all of the view. */
  readonly key: string
  readonly userID: string
  readonly name: string
  readonly avatar: AvatarView
  /** What they wrote, or how it stands; empty when there is nothing to say. */
  readonly note: string
  readonly actions: readonly ContactAction[]
}

/** Something that the backend refused. It stays until it is put away. */
export interface ContactFailureView {
  /** The operation. */
  readonly key: string
  readonly text: string
}

export interface ContactsView {
  readonly state: 'skeleton' | 'rows' | 'empty' | 'failed'
  /** Those who want to be friends, and wait for an answer. */
  readonly received: readonly ContactRowView[]
  /** Those whom the user asked. */
  readonly sent: readonly ContactRowView[]
  readonly friends: readonly ContactRowView[]
  readonly blocked: readonly ContactRowView[]
  readonly hasMore: boolean
  readonly failures: readonly ContactFailureView[]
}

/** Commands reject with their `ChatError` at once where they cannot be; what the backend refuses later is in `failures`. */
export interface Contacts extends Readable<ContactsView> {
  loadMore(): Promise<void>
  /** Asks somebody to become a friend. */
  add(userID: string, wording: string): Promise<void>
  /** All but `writeTo`, which is the app's. */
  act(userID: string, action: Exclude<ContactAction, 'writeTo'>): Promise<void>
  putAway(operationID: string): Promise<void>
}

const pageCount = 50
const contactOperations: readonly string[] = [
  'addFriend',
  'deleteFriend',
  'sendFriendApplication',
  'acceptFriendApplication',
  'rejectFriendApplication',
  'setUserBlocked',
]

/** Friends, applications and the block list; `undefined` for a chat that was made without `friendsFeature`. */
export function createContacts(kit: Kit): Contacts | undefined {
  const { chat, texts, formats } = kit
  if (!offersFriends(chat)) return undefined
  const friends = chat.live.queryFriendList({ count: pageCount })
  const applications = offersFriendApplications(chat)
    ? chat.live.queryFriendApplicationList({ count: 100 })
    : createWritable({ friendApplicationList: [] })
  const blocked = offersBlacklist(chat) ? chat.live.queryBlacklist({ count: 100 }) : createWritable({ blacklist: [] })
  const failed = followFailures(kit)
  const canBlock = offersBlacklist(chat)

  function toRow(
    list: string,
    user: User,
    note: string,
    actions: readonly ContactAction[],
    alias = '',
  ): ContactRowView {
    const { userID, userName, userAvatarUrl } = user
    const name = alias !== '' ? alias : userName !== '' ? userName : userID
    return { key: `${list}/${userID}`, userID, name, avatar: avatarView(userID, name, userAvatarUrl), note, actions }
  }

  function toSentRow({ user, state, updateTime }: FriendApplication): ContactRowView {
    const note = state === 'accepted' ? '' : texts.applicationStates[state]
    return toRow('sent', user, `${note} · ${formats.listTime(updateTime)}`, ['writeTo'])
  }

  const view = derive<ContactsView>([friends, applications, blocked, failed, createDay(kit)], (previous) => {
    const { friendList, status, hasMore } = friends.getSnapshot()
    const { friendApplicationList } = applications.getSnapshot()
    const { blacklist } = blocked.getSnapshot()
    const blockedIDs = new Set(blacklist.map(({ userID }) => userID))
    const received = friendApplicationList.filter(
      ({ direction, state }) => direction === 'received' && state === 'waiting',
    )
    const sent = friendApplicationList.filter(({ direction, state }) => direction === 'sent' && state !== 'accepted')
    const next = {
      received: received.map(({ user, wording }) =>
        toRow('received', user, wording === '' ? texts.wantsToBeFriend : wording, [
          'accept',
          'reject',
          ...(canBlock ? (['block'] as const) : []),
        ]),
      ),
      sent: sent.map(toSentRow),
      friends: friendList
        .filter(({ userID }) => !blockedIDs.has(userID))
        .map((friend) =>
          toRow(
            'friend',
            friend,
            friend.friendAlias === '' ? '' : friend.userName,
            ['writeTo', ...(canBlock ? (['block'] as const) : []), 'removeFriend'],
            friend.friendAlias,
          ),
        ),
      blocked: blacklist.map((user) => toRow('blocked', user, '', ['unblock'])),
    }
    const hasRows = Object.values(next).some((rows) => rows.length > 0)
    const empty = status === 'loading' ? 'skeleton' : status === 'failed' ? 'failed' : 'empty'
    return {
      state: hasRows ? 'rows' : empty,
      received: keepRows(previous?.received ?? [], next.received),
      sent: keepRows(previous?.sent ?? [], next.sent),
      friends: keepRows(previous?.friends ?? [], next.friends),
      blocked: keepRows(previous?.blocked ?? [], next.blocked),
      hasMore,
      failures: failed.getSnapshot(),
    }
  })

  return {
    ...view,
    loadMore: () => friends.loadMore(),
    async add(userID, wording) {
      if (userID === chat.userID) throw new ChatError('not-allowed')
      if (offersFriendApplications(chat)) await chat.sendFriendApplication(userID, { wording })
      else await chat.addFriend(userID)
    },
    act: (userID, action) => act(kit, userID, action),
    putAway: (operationID) => chat.discardOperation(operationID),
  }
}

async function act({ chat }: Kit, userID: string, action: Exclude<ContactAction, 'writeTo'>): Promise<void> {
  switch (action) {
    case 'accept':
      if (offersFriendApplications(chat)) await chat.acceptFriendApplication(userID)
      return
    case 'reject':
      if (offersFriendApplications(chat)) await chat.rejectFriendApplication(userID)
      return
    case 'block':
      if (offersBlacklist(chat)) await chat.addUsersToBlacklist([userID])
      return
    case 'unblock':
      if (offersBlacklist(chat)) await chat.removeUsersFromBlacklist([userID])
      return
    case 'removeFriend':
      if (offersFriends(chat)) await chat.deleteFriends([userID])
  }
}

/** What of this the backend refused, the newest last. */
function followFailures({ chat, texts }: Kit): Readable<readonly ContactFailureView[]> {
  const failures = createWritable<readonly ContactFailureView[]>([], () => {
    const refresh = createRefresher(async () => {
      const read = chat.queryOperationList({ count: 100 }).then(({ operationList }) => operationList)
      const known = failures.getSnapshot()
      const list = await read.then(toFailures, () => (chat.userID === undefined ? [] : known))
      failures.set(keepRows(known, list))
    })
    const stops = [chat.on('operationSettled', refresh), chat.on('connectionStateChanged', refresh)]
    refresh()
    return () => {
      for (const stop of stops) stop()
    }
  })

  function toFailures(operationList: readonly QueuedOperation[]): readonly ContactFailureView[] {
    return operationList
      .filter(({ state, operation }) => state === 'failed' && contactOperations.includes(operation))
      .map(({ operationID, conversationID, failureCode = 'internal-error' }) => ({
        key: operationID,
        text: `${conversationID}: ${texts.contactRefused(failureCode)}`,
      }))
  }
  return failures
}
