import type { AttachedContent, MessageContent } from '../contract/message-content.js'

const attachedTypes: ReadonlySet<string> = new Set(['file', 'image', 'audio', 'video'])

export function isAttached(content: { readonly type: string }): content is AttachedContent {
  return attachedTypes.has(content.type)
}

/** The files that a message holds, in their order. */
export function filesOf(content: MessageContent): readonly AttachedContent[] {
  return (content.type === 'multiple' ? content.itemList : [content]).filter(isAttached)
}
