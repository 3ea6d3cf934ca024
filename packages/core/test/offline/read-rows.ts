import { conversationRows } from './conversation-rows.js'
import { groupRows } from './group-rows.js'
import { messageRows } from './message-rows.js'
import type { ReadRows } from './rows.js'
import { userRows } from './user-rows.js'

/** Every read that there is: one without a row does not pass the check of types. */
export const readRows: ReadRows = { ...userRows, ...groupRows, ...messageRows, ...conversationRows }
