import type { ConversationReference } from '@latchkey/core/driver'
import { toConversationKey, toConversationReference, type ConversationKey } from './conversation-key.js'
import type { Audience, LogReference, Register, RegisterKind, RegisterName, RegisterRow } from './log-rows.js'
import type { LogReader } from './log-store.js'
import { toGroup, toUser, type OperationContext, type QueryContext } from './operation-context.js'

/** What registers are set to. Without a value it is removed. */
export type RegisterContent = ContentOf<Register>

type ContentOf<Fact> = Fact extends Register ? Pick<Fact, 'kind' | 'key' | 'value'> : never

/** Whose a register is. The users of a peer conversation are the one who asks and the other one. */
export type RegisterOwner = Audience | ConversationReference

/** A row's place but for its kind and key. */
interface RegisterScope {
  readonly scope: Audience
  readonly conversationKey?: ConversationKey
}

/**
 * Sets a register, and tells all whose it is; a value that it has already changes nothing. Answers it as the user who asks sees it.
 * Who may, and how many there may be, is for the operation to say.
 */
export async function putRegister(
  context: OperationContext,
  owner: RegisterOwner,
  content: RegisterContent,
): Promise<Register> {
  const [own, ...others] = scopesOf(context.userID, owner)
  const register = await putRow(context, own, content)
  for (const scope of others) await putRow(context, scope, content)
  return toRegister(context.userID, register)
}

/** Sets a register of a peer conversation for one of its users alone, and tells that one. */
export async function putPeerRegister(
  context: OperationContext,
  userID: string,
  conversationKey: ConversationKey,
  content: RegisterContent,
): Promise<void> {
  await putRow(context, { scope: { type: 'user', userID }, conversationKey }, content)
}

/** What is kept of some registers of one kind; those that never were are left out. */
export async function readRegisters(
  context: QueryContext,
  owner: RegisterOwner,
  kind: RegisterKind,
  keys: readonly string[],
): Promise<readonly RegisterRow[]> {
  const [{ scope, ...conversation }] = scopesOf(context.userID, owner)
  return context.reader.getRegisters(scope, kind, keys, conversation)
}

/** What a log entry about a register tells the user: what it is now. */
export async function readRegister(context: QueryContext, name: RegisterName): Promise<Register | undefined> {
  const { kind, conversationKey, key } = name
  const conversation =
    conversationKey === undefined ? undefined : toConversationReference(context.userID, conversationKey)
  const owner = conversation ?? { type: 'user' as const, userID: context.userID }
  const [row] = await readRegisters(context, owner, kind, [key])
  return row && toRegister(context.userID, row)
}

/** The register as `userID` sees it. */
export function toRegister(userID: string, { scope: _, conversationKey, ...fact }: RegisterRow): Register {
  if (conversationKey === undefined) return fact
  return { ...fact, conversation: toConversationReference(userID, conversationKey) }
}

/** What those who join the group are told of: its registers that have a value. */
export async function readGroupRegisters(reader: LogReader, groupID: string): Promise<LogReference[]> {
  const found: LogReference[] = []
  for (let after: RegisterName | undefined; ;) {
    const rows = await reader.listRegisters({ type: 'group', groupID }, { ...(after && { after }), limit: rowsPerRead })
    found.push(...rows.filter(({ value }) => value !== undefined).map(toReference))
    if (rows.length < rowsPerRead) return found
    after = rows.at(-1)
  }
}

const rowsPerRead = 500

/** The people whom registers of a kind name by their key. */
const peopleInKey: { readonly [Kind in RegisterKind]: (key: string) => readonly string[] } = {
  blockedUser: (userID) => [userID],
  profileField: () => [],
  pinnedMessage: () => [],
  clearedConversation: () => [],
  readMark: (userID) => [userID],
  messageReceipt: () => [],
  friend: (userID) => [userID],
  friendApplication: (key) => [key.slice(key.indexOf('/') + 1)],
  groupAttribute: () => [],
  groupAlias: () => [],
  // Behind the kind and the group come the people.
  groupApplication: (key) => key.split('/').slice(2),
  userRule: () => [],
  statusSubscription: (userID) => [userID],
  customStatus: () => [],
  userStatus: () => [],
}

export function mentionedInRegister({ kind, conversation, key }: Register): string[] {
  const others = conversation?.conversationType === 'peer' ? [conversation.conversationID] : []
  return [...others, ...peopleInKey[kind](key)]
}

function scopesOf(userID: string, owner: RegisterOwner): [RegisterScope, ...RegisterScope[]] {
  if ('type' in owner) return [{ scope: owner }]
  const conversationKey = toConversationKey(userID, owner)
  const { conversationType, conversationID } = owner
  if (conversationType === 'group') return [{ scope: { type: 'group', groupID: conversationID }, conversationKey }]
  return [
    { scope: { type: 'user', userID }, conversationKey },
    { scope: { type: 'user', userID: conversationID }, conversationKey },
  ]
}

async function putRow(
  { transaction, ...context }: OperationContext,
  place: RegisterScope,
  content: RegisterContent,
): Promise<RegisterRow> {
  const { scope, ...conversation } = place
  const [present] = await transaction.getRegisters(scope, content.kind, [content.key], conversation)
  const row: RegisterRow = { ...place, ...content, revision: present?.revision ?? 0 }
  if (JSON.stringify(row.value) === JSON.stringify(present?.value)) return row
  const changed: RegisterRow = { ...row, revision: row.revision + 1 }
  await transaction.putRegister(changed)
  const reference = toReference(changed)
  await context.append([
    scope.type === 'user' ? toUser(context, scope.userID, reference) : toGroup(context, scope.groupID, reference),
  ])
  return changed
}

// The fields always in this order: entries about the same register are told apart by their text.
function toReference({ kind, conversationKey, key }: RegisterName): LogReference {
  return { type: 'register', kind, ...(conversationKey !== undefined && { conversationKey }), key }
}
