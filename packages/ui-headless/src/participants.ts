import type { ConversationReference } from '@latchkey/core'
import { avatarView, type AvatarView } from './avatar.js'
import type { Kit } from './kit.js'
import { createNames } from './names.js'
import type { Readable } from './readable.js'

/** A person of a group, as far as this device knows. */
export interface Participant {
  readonly userID: string
  readonly name: string
  readonly avatar: AvatarView
}

/** Who is who in one conversation. Its answers are worth asking for again when one of `sources` changes. */
export interface Participants {
  readonly sources: readonly Readable<unknown>[]
  nameOf(userID: string): string
  avatarOf(userID: string): AvatarView
  /** The members of a group that were read, without the user; of a conversation of two nobody. */
  others(): readonly Participant[]
}

/** So many members are read at first; names of the others are asked for one by one. */
const memberCount = 100

export function createParticipants(kit: Kit, conversation: ConversationReference): Participants {
  const { chat } = kit
  const isGroup = conversation.conversationType === 'group'
  const head = chat.live.queryConversation(conversation)
  const names = createNames(kit)
  const members = isGroup
    ? chat.live.queryGroupMemberList(conversation.conversationID, { count: memberCount })
    : undefined

  const memberOf = (userID: string) =>
    members?.getSnapshot().groupMemberList.find((candidate) => candidate.userID === userID)

  function nameOf(userID: string): string {
    if (!isGroup && userID === conversation.conversationID) {
      return head.getSnapshot().conversation?.conversationName ?? userID
    }
    const member = memberOf(userID)
    const name = member?.memberNickname === '' ? member.userName : member?.memberNickname
    if (name !== undefined && name !== '') return name
    const known = names.nameOf(userID)
    return known === '' ? userID : known
  }

  function avatarOf(userID: string): AvatarView {
    const url = isGroup ? memberOf(userID)?.userAvatarUrl : head.getSnapshot().conversation?.conversationAvatarUrl
    return avatarView(userID, nameOf(userID), url)
  }

  return {
    sources: [head, names, ...(members === undefined ? [] : [members])],
    nameOf,
    avatarOf,
    others: () =>
      (members?.getSnapshot().groupMemberList ?? [])
        .filter(({ userID }) => userID !== chat.userID)
        .map(({ userID }) => ({ userID, name: nameOf(userID), avatar: avatarOf(userID) })),
  }
}
