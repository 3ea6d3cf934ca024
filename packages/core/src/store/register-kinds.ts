import type { RegisterKind, RegisterPlace, Registers } from '../contract/registers.js'
import type { ChatEventFact } from '../events/emitter.js'
import type { GroupApplication } from '../contract/groups.js'
import type { Friend, FriendApplication } from '../contract/users.js'
import type { Draft } from './draft.js'
import { partsOfApplication, toApplication, toFriend } from './friend-rows.js'
import { partsOfGroupApplication, toGroupApplication } from './group-application-rows.js'
import { registerValue } from './register-key.js'
import { toOwnStatus, toStatus } from './status-rows.js'
import type { RegisterValue } from './schema.js'
import { readSelf } from './self-user.js'
import { readUsers } from './user-rows.js'

/** A register that was shown as `before` and is shown as `value`. Absent: there was none, or there is none any more. */
export interface RegisterChange<Kind extends RegisterKind> extends RegisterPlace<Kind> {
  readonly before?: Registers[Kind]
  readonly value?: Registers[Kind]
}

/** What core does with the registers of one kind that it does not do with all. */
interface RegisterHooks<Kind extends RegisterKind> {
  /** Where it stands in the list of its kind: a whole number, 0 or more. */
  listTime(value: Registers[Kind]): number
  /** What listeners are told of the registers of one batch whose shown value changed, at least one. */
  events(draft: Draft, changes: readonly RegisterChange<Kind>[], userID: string): Promise<readonly ChatEventFact[]>
}

const registerHooks: { readonly [Kind in RegisterKind]: RegisterHooks<Kind> } = {
  blockedUser: {
    listTime: ({ createTime }) => createTime,
    async events(draft, changes) {
      const added = changes.filter(({ before, value }) => before === undefined && value !== undefined)
      const removed = changes.filter(({ value }) => value === undefined)
      if (added.length + removed.length === 0) return []
      const userList = await readUsers(
        draft,
        added.map(({ key }) => key),
      )
      return [{ name: 'blacklistChanged', event: { userList, removedUserIDs: removed.map(({ key }) => key) } }]
    },
  },
  profileField: {
    listTime: () => 0,
    events: async (draft, _changes, userID) => [
      { name: 'userInfoUpdated', event: { userList: [await readSelf(draft, userID)] } },
    ],
  },
  pinnedMessage: {
    listTime: ({ createTime }) => createTime,
    events: async (_draft, changes) =>
      changes.flatMap(({ conversation, key, before, value }) => {
        if (conversation === undefined || (before === undefined) === (value === undefined)) return []
        const [pinnedMessageIDs, unpinnedMessageIDs] = value === undefined ? [[], [key]] : [[key], []]
        return [{ name: 'messagePinStatusChanged', event: { ...conversation, pinnedMessageIDs, unpinnedMessageIDs } }]
      }),
  },
  // The messages that go are told of.
  clearedConversation: { listTime: () => 0, events: async () => [] },
  readMark: {
    listTime: () => 0,
    // What is known of the members of a group was asked for.
    events: async (_draft, changes) =>
      changes.flatMap(({ conversation, key: userID, value }) =>
        conversation?.conversationType === 'peer' && value !== undefined
          ? [{ name: 'conversationMessageReceiptChanged', event: { ...conversation, userID, ...value } }]
          : [],
      ),
  },
  messageReceipt: {
    listTime: () => 0,
    events: async (_draft, changes) =>
      changes.flatMap(({ conversation, key: messageID, value }) =>
        conversation === undefined || value === undefined
          ? []
          : [{ name: 'messageReceiptChanged', event: { ...conversation, receiptList: [{ messageID, ...value }] } }],
      ),
  },
  friend: {
    listTime: ({ createTime }) => createTime,
    async events(draft, changes) {
      const users = await readUsers(
        draft,
        changes.map(({ key }) => key),
      )
      const added: Friend[] = []
      const updated: Friend[] = []
      for (const [index, { before, value }] of changes.entries()) {
        const user = users[index]
        if (user && value) (before === undefined ? added : updated).push(toFriend(user, value))
      }
      const removedUserIDs = changes.filter(({ value }) => value === undefined).map(({ key }) => key)
      const facts: ChatEventFact[] = []
      if (added.length + removedUserIDs.length > 0) {
        facts.push({ name: 'friendListChanged', event: { friendList: added, removedUserIDs } })
      }
      if (updated.length > 0) facts.push({ name: 'friendInfoUpdated', event: { friendList: updated } })
      return facts
    },
  },
  friendApplication: {
    listTime: ({ createTime }) => createTime,
    async events(draft, changes) {
      const friendApplicationList: FriendApplication[] = []
      for (const { key, value } of changes) {
        const [user] = await readUsers(draft, [partsOfApplication(key).userID])
        // As the backend told it: no clock of the backend is known here.
        if (user && value) friendApplicationList.push(toApplication(user, key, value, 0))
      }
      const removedList = changes.filter(({ value }) => value === undefined).map(({ key }) => partsOfApplication(key))
      return [{ name: 'friendApplicationListChanged', event: { friendApplicationList, removedList } }]
    },
  },
  groupAttribute: {
    listTime: () => 0,
    events: async (_draft, changes) => {
      const groupIDs = new Set(changes.map(({ conversation }) => conversation?.conversationID ?? ''))
      return [...groupIDs].map((groupID) => {
        const updated: [string, string][] = []
        const removedKeys: string[] = []
        for (const { conversation, key, value } of changes) {
          if (conversation?.conversationID !== groupID) continue
          if (value === undefined) removedKeys.push(key)
          else updated.push([key, value.text])
        }
        return {
          name: 'groupAttributesUpdated',
          event: { groupID, groupAttributes: Object.fromEntries(updated), removedKeys },
        }
      })
    },
  },
  groupAlias: {
    listTime: () => 0,
    events: async (_draft, changes) =>
      changes.map(({ key, value }) => ({
        name: 'groupAliasUpdated',
        event: { groupID: key, groupAlias: value?.text ?? '' },
      })),
  },
  groupApplication: {
    listTime: ({ createTime }) => createTime,
    async events(draft, changes, userID) {
      const groupApplicationList: GroupApplication[] = []
      for (const { key, value } of changes) {
        const [user] = await readUsers(draft, [partsOfGroupApplication(key, userID).userID])
        // As the backend told it: no clock of the backend is known here.
        if (user && value) groupApplicationList.push(toGroupApplication(user, key, value, { userID, now: 0 }))
      }
      return groupApplicationList.length === 0
        ? []
        : [{ name: 'groupApplicationListChanged', event: { groupApplicationList } }]
    },
  },
  statusSubscription: { listTime: ({ createTime }) => createTime, events: async () => [] },
  customStatus: {
    listTime: () => 0,
    events: async (_draft, changes, userID) =>
      changes.map(({ value }) => ({
        name: 'userStatusUpdated',
        event: { userStatusList: [toOwnStatus(userID, value)] },
      })),
  },
  userStatus: {
    listTime: () => 0,
    async events(_draft, changes) {
      // That the same was told again is no news.
      const isNews = ({ before, value }: (typeof changes)[number]) =>
        JSON.stringify({ ...before, updateTime: 0 }) !== JSON.stringify({ ...value, updateTime: 0 })
      const userStatusList = changes.filter(isNews).map(({ key, value }) => toStatus(key, value))
      return userStatusList.length === 0 ? [] : [{ name: 'userStatusUpdated', event: { userStatusList } }]
    },
  },
  userRule: {
    listTime: () => 0,
    events: async (_draft, changes) =>
      changes.flatMap(({ value }) =>
        value === undefined ? [] : [{ name: 'userRuleUpdated', event: { userRule: { offlinePushRule: value } } }],
      ),
  },
}

/** Every kind that this build knows. */
export const registerKinds = Object.keys(registerHooks) as readonly RegisterKind[]

export function listTimeOf<Kind extends RegisterKind>(kind: Kind, shown: RegisterValue): number {
  const value = registerValue(kind, shown)
  return value === undefined ? 0 : registerHooks[kind].listTime(value)
}

export function registerEvents<Kind extends RegisterKind>(
  kind: Kind,
  draft: Draft,
  changes: readonly RegisterChange<Kind>[],
  userID: string,
): Promise<readonly ChatEventFact[]> {
  return registerHooks[kind].events(draft, changes, userID)
}
