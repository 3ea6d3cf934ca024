import { avatarView, type AvatarView } from './avatar.js'
import type { Kit } from './kit.js'
import { offersFriends } from './offered.js'
import { derive, type Readable } from './readable.js'
import { keepRows } from './row-identity.js'

/** Somebody who can be picked. */
export interface PersonView {
  readonly key: string
  readonly userID: string
  readonly name: string
  readonly avatar: AvatarView
}

const pageCount = 100

/** The people whom the user is likely to mean: friends, and those they talk with; by name. */
export function createPeople({ chat, surroundings }: Kit): Readable<readonly PersonView[]> {
  const conversations = chat.live.queryConversationList({ count: pageCount })
  const friends = offersFriends(chat) ? chat.live.queryFriendList({ count: pageCount }) : undefined
  const { compare } = new Intl.Collator(surroundings.locale)
  return derive<readonly PersonView[]>([conversations, ...(friends === undefined ? [] : [friends])], (previous) => {
    const found = new Map<string, PersonView>()
    const add = (userID: string, name: string, url: string) => {
      if (!found.has(userID)) found.set(userID, { key: userID, userID, name, avatar: avatarView(userID, name, url) })
    }
    for (const { userID, userName, friendAlias, userAvatarUrl } of friends?.getSnapshot().friendList ?? []) {
      add(userID, friendAlias !== '' ? friendAlias : userName !== '' ? userName : userID, userAvatarUrl)
    }
    for (const conversation of conversations.getSnapshot().conversationList) {
      const { conversationType, conversationID, conversationName, conversationAvatarUrl } = conversation
      if (conversationType === 'peer') add(conversationID, conversationName, conversationAvatarUrl)
    }
    const rows = [...found.values()].sort((one, other) => compare(one.name, other.name))
    return keepRows(previous ?? [], rows)
  })
}

/** Those whose name or userID has a word that begins with what was typed. */
export function filterPeople(people: readonly PersonView[], typed: string): readonly PersonView[] {
  const wanted = typed.trim().toLocaleLowerCase()
  if (wanted === '') return people
  const begins = (text: string) =>
    text
      .toLocaleLowerCase()
      .split(/\s+/)
      .some((word) => word.startsWith(wanted))
  return people.filter(
    ({ name, userID }) => name.toLocaleLowerCase().startsWith(wanted) || begins(name) || begins(userID),
  )
}
