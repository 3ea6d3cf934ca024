import type { ConversationSettings } from '../contract/backend-facts.js'
import { conversationRow } from '../store/conversation-rows.js'
import type { Update } from '../store/writer.js'

/** Stores what the user has set for a conversation. */
export async function applySettings(update: Update, settings: ConversationSettings): Promise<void> {
  const row = await conversationRow(update.draft, settings, update.now)
  const { pinnedTime: _pinnedTime, ...confirmed } = row.confirmed
  update.draft.put('conversations', {
    ...row,
    confirmed: {
      ...confirmed,
      isPinned: settings.isPinned,
      ...(settings.pinnedTime === undefined ? {} : { pinnedTime: settings.pinnedTime }),
      draft: settings.draft,
    },
  })
  update.touch(settings)
}
