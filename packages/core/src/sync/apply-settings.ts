import type { ConversationSettings } from '../contract/backend-facts.js'
import { conversationRow } from '../store/conversation-rows.js'
import type { Update } from '../store/writer.js'

/**
 * Stores what the user has set for a conversation. An answer may be older than what the log has told since; a `snapshot`
 * holds whatever was told before it.
 */
export async function applySettings(
  update: Update,
  settings: ConversationSettings,
  { isSnapshot = false }: { readonly isSnapshot?: boolean } = {},
): Promise<void> {
  const row = await conversationRow(update.draft, settings, update.now)
  const { pinnedTime: _pinnedTime, flags: _flags, settingsRevision, ...confirmed } = row.confirmed
  const { revision } = settings
  // Of what was never set, a backend that counts tells no revision: that is older than any.
  const isOld = (revision ?? 0) < (settingsRevision ?? 0)
  if (isOld && !isSnapshot) return
  update.draft.put('conversations', {
    ...row,
    confirmed: {
      ...confirmed,
      isPinned: settings.isPinned,
      ...(settings.pinnedTime === undefined ? {} : { pinnedTime: settings.pinnedTime }),
      draft: settings.draft,
      ...(settings.flags === undefined ? {} : { flags: settings.flags }),
      ...(settings.deletedOrder === undefined ? {} : { deletedOrder: settings.deletedOrder }),
      ...(revision === undefined ? {} : { settingsRevision: revision }),
    },
  })
  update.touch(settings)
}
