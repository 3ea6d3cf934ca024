import { toConversationReference } from './conversation-key.js'
import type { NewLogEntry, RegisterName } from './log-rows.js'
import { toGroup, toUser, type OperationContext } from './operation-context.js'

/** So many of the conversations that were active last, groups among them, are looked through for people to tell. */
const conversationsTold = 200

const rowsPerRead = 1_000

/**
 * Tells of a changed profile: the user, the groups the user is in (one entry a group, however many are in it), and those whom the
 * user has written with lately, and the user's friends. Everybody else learns of it from the next page that names the user.
 */
export async function tellProfile(context: OperationContext, userID: string): Promise<void> {
  const entries: NewLogEntry[] = []
  const reference = { type: 'user', userID } as const
  const told = new Set([userID, ...(await recentPeers(context, userID)), ...(await friendsOf(context, userID))])
  for (const toldID of told) {
    entries.push(toUser(context, toldID, reference))
  }
  for (let position = 0; ;) {
    const stays = await context.reader.listMemberships(userID, position, rowsPerRead)
    for (const { groupID } of stays) entries.push(toGroup(context, groupID, reference))
    const last = stays.at(-1)
    if (!last || stays.length < rowsPerRead) break
    position = last.fromPosition + 1
  }
  await context.append(entries)
}

async function recentPeers({ reader }: OperationContext, userID: string): Promise<string[]> {
  const query = { first: 'newest', position: Number.MAX_SAFE_INTEGER, limit: conversationsTold } as const
  const listed = await reader.listConversations(userID, query)
  return listed.flatMap(({ conversation }) => {
    const { conversationType, conversationID } = toConversationReference(userID, conversation.conversationKey)
    return conversationType === 'peer' ? [conversationID] : []
  })
}

async function friendsOf({ reader }: OperationContext, userID: string): Promise<string[]> {
  const friends: string[] = []
  for (let after: RegisterName | undefined; ;) {
    const query = { kind: 'friend', ...(after && { after }), limit: rowsPerRead } as const
    const rows = await reader.listRegisters({ type: 'user', userID }, query)
    friends.push(...rows.filter(({ value }) => value !== undefined).map(({ key }) => key))
    if (rows.length < rowsPerRead) return friends
    after = rows.at(-1)
  }
}
