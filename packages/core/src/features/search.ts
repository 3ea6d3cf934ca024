import type { ConversationQueries } from '../contract/conversations.js'
import type { GroupMemberInfo, GroupQueries } from '../contract/groups.js'
import type { MessageQueries } from '../contract/messages.js'
import type { Found, Page, SearchedPage } from '../contract/page.js'
import type { Key } from '../contract/storage-driver.js'
import type { Friend, UserQueries } from '../contract/users.js'
import { readRegisterList } from '../domain/registers.js'
import { readGroupMemberList, toGroup } from '../domain/groups.js'
import { ChatError } from '../errors/chat-error.js'
import {
  refuseCursor,
  requireBoolean,
  requireConversation,
  requireOptions,
  requireUserID,
} from '../runtime/argument.js'
import { requireSearch, searchCursor, type Search } from '../search/arguments.js'
import { isWhole, progressKeys } from '../search/indexing.js'
import { rowText, type SearchedRows, type SearchedTable } from '../search/row-text.js'
import { searchedStorage } from '../search/searched-storage.js'
import { matchesIn } from '../search/terms.js'
import { conversationKey, toConversation } from '../store/conversation-rows.js'
import { toMessage } from '../store/message-rows.js'
import { keyPartOf } from '../store/register-key.js'
import { toFriend } from '../store/friend-rows.js'
import type { Store } from '../store/store.js'
import { readUserList } from '../store/user-rows.js'
import type { Feature } from './feature.js'

/** What the search adds to a chat. */
export type SearchMethods = Pick<MessageQueries, 'searchLocalMessages' | 'searchGlobalLocalMessages'> &
  Pick<ConversationQueries, 'searchLocalConversations'> &
  Pick<GroupQueries, 'searchLocalGroups' | 'searchLocalGroupMembers'> &
  Pick<UserQueries, 'searchLocalFriends'>

/** Finding what is on the device: messages, conversations, groups and members. With it, rows are written with what they are found by. */
export const searchFeature: Feature<SearchMethods> = {
  name: 'search',
  storage: searchedStorage,

  methods(access, { idRule }) {
    return {
      async searchLocalMessages(conversation, options) {
        const reference = requireConversation(conversation, idRule)
        const search = requireSearch('searchLocalMessages', options)
        const { store } = await access.require().opened()
        const walk = { index: 'by_order', within: conversationKey(reference) }
        const { found, page } = await searchTable(store, 'messages', search, walk)
        return { ...page, messageList: found.map(([row, place]) => ({ ...toMessage(row), ...place })) }
      },

      async searchGlobalLocalMessages(options) {
        const search = requireSearch('searchGlobalLocalMessages', options)
        const { store } = await access.require().opened()
        const { found, page } = await searchTable(store, 'messages', search, { index: 'by_time' })
        return { ...page, messageList: found.map(([row, place]) => ({ ...toMessage(row), ...place })) }
      },

      async searchLocalConversations(options) {
        const search = requireSearch('searchLocalConversations', options)
        const { store } = await access.require().opened()
        const { found, page } = await searchTable(store, 'conversations', search, { index: 'by_activity' })
        return { ...page, conversationList: found.map(([row, place]) => ({ ...toConversation(row), ...place })) }
      },

      async searchLocalGroups(options) {
        const search = requireSearch('searchLocalGroups', options, { order: 'rank' })
        const { store } = await access.require().opened()
        const { found, page } = await searchTable(store, 'groups', search, {})
        return { ...page, groupList: found.map(([row, place]) => ({ ...toGroup(row), ...place })) }
      },

      async searchLocalGroupMembers(groupID, options) {
        const wanted = requireUserID('groupID', groupID, idRule)
        const search = requireSearch('searchLocalGroupMembers', options)
        const after = search.place === undefined ? undefined : requireUserID('options.cursor', search.place, idRule)
        const { store } = await access.require().opened()
        return searchMembers(store, wanted, search, after)
      },

      async searchLocalFriends(options) {
        const search = requireSearch('searchLocalFriends', options)
        const given = requireOptions('options', options)
        const withAlias = requireBoolean('options.isAlsoMatchFriendAlias', given['isAlsoMatchFriendAlias'] ?? false)
        const before = search.place === undefined ? undefined : placeOfFriend(search.place)
        const { store } = await access.require().opened()
        return searchFriends(store, search, withAlias, before)
      },
    }
  },
}

type FoundPlace = Pick<Found<object>, 'foundText' | 'matches'>

/** One page of the rows of a table that hold all keywords. */
async function searchTable<Table extends SearchedTable>(
  store: Store,
  table: Table,
  { name, terms, order, count, place }: Search,
  walk: { readonly index?: string; readonly within?: Key },
): Promise<{ readonly found: readonly (readonly [SearchedRows[Table], FoundPlace])[]; readonly page: SearchedPage }> {
  if (store.search === undefined) throw new ChatError('not-supported')
  const isComplete = isWhole(await store.getAll('search_progress', progressKeys))
  if (terms.length === 0) return { found: [], page: { totalCount: 0, isComplete } }
  const query = { terms, order, limit: count, ...walk, ...(place === undefined ? {} : { place }) }
  const { keys, total, next } = await store.search(table, query)
  const rows = await store.getAll(table, keys)
  const found = rows.flatMap((row) => {
    // It went since it was found.
    if (row === undefined) return []
    const foundText = rowText[table](row)
    return [[row, { foundText, matches: matchesIn(foundText, terms) }] as const]
  })
  const nextCursor = next === undefined ? {} : { nextCursor: searchCursor({ name, order }, next) }
  return { found, page: { totalCount: total, isComplete, ...nextCursor } }
}

/** Members that are looked at in one go. */
const membersAtOnce = 500

async function searchMembers(
  store: Store,
  groupID: string,
  { name, terms, order, count }: Search,
  place: string | undefined,
): Promise<Page & { readonly groupMemberList: readonly Found<GroupMemberInfo>[] }> {
  const groupMemberList: Found<GroupMemberInfo>[] = []
  let afterUserID = place
  let hasMore = terms.length > 0
  while (hasMore) {
    const after = afterUserID === undefined ? {} : { afterUserID }
    const members = await readGroupMemberList(store, groupID, { count: membersAtOnce, ...after })
    for (const member of members.groupMemberList) {
      const found = findIn([member.memberNickname, member.userName === '' ? member.userID : member.userName], terms)
      if (found === undefined) continue
      const last = groupMemberList.at(-1)
      if (groupMemberList.length === count && last !== undefined) {
        return { groupMemberList, nextCursor: searchCursor({ name, order }, last.userID) }
      }
      groupMemberList.push({ ...member, ...found })
    }
    afterUserID = members.groupMemberList.at(-1)?.userID
    hasMore = members.hasMore
  }
  return { groupMemberList }
}

/** Friends that are looked at in one go. */
const friendsAtOnce = 500

async function searchFriends(
  store: Store,
  { name, terms, order, count }: Search,
  withAlias: boolean,
  place: Key | undefined,
): Promise<Page & { readonly friendList: readonly Found<Friend>[] }> {
  const friendList: Found<Friend>[] = []
  let before = place
  let lastPlace = place
  let hasMore = terms.length > 0
  while (hasMore) {
    const page = await readRegisterList(store, 'friend', { count: friendsAtOnce, ...(before && { before }) })
    const users = await readUserList(
      store,
      page.rows.map(({ key }) => key),
    )
    for (const [index, { key, value }] of page.rows.entries()) {
      const user = users[index]
      if (user === undefined) continue
      const ownName = user.userName === '' ? user.userID : user.userName
      const found = findIn(withAlias ? [ownName, value.friendAlias] : [ownName], terms)
      if (found === undefined) continue
      if (friendList.length === count && lastPlace !== undefined) {
        return { friendList, nextCursor: searchCursor({ name, order }, lastPlace.join(' ')) }
      }
      friendList.push({ ...toFriend(user, value), ...found })
      lastPlace = [value.createTime, keyPartOf(key)]
    }
    before = page.nextPlace
    hasMore = page.hasMore
  }
  return { friendList }
}

function placeOfFriend(place: string): Key {
  const [, time, keyPart] = /^(\d{1,15}) (.{1,256})$/.exec(place) ?? []
  return time === undefined || keyPart === undefined ? refuseCursor() : [Number(time), keyPart]
}

/** The first of the names that holds all keywords. */
function findIn(names: readonly string[], terms: Search['terms']): FoundPlace | undefined {
  for (const foundText of names) {
    if (terms.every((term) => matchesIn(foundText, [term]).length > 0)) {
      return { foundText, matches: matchesIn(foundText, terms) }
    }
  }
  return undefined
}
