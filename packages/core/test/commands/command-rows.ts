import { callRows } from './call-rows.js'
import { conversationRows } from './conversation-rows.js'
import { groupApplicationRows } from './group-application-rows.js'
import { groupRows } from './group-rows.js'
import { messageRows } from './message-rows.js'
import type { CommandRows } from './rows.js'
import { userRows } from './user-rows.js'

/** Every command that there is: one without a row does not pass the check of types. */
export const commandRows: CommandRows = {
  ...messageRows,
  ...userRows,
  ...groupRows,
  ...groupApplicationRows,
  ...callRows,
  ...conversationRows,
}
