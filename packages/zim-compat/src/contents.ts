import type { FileAttachment, MultipleAttachment, SendableContent } from '@latchkey/core'

import { ZIMMessageType } from './enums.js'
import { refuse } from './errors/zim-error.js'
import type { ZIMMessage, ZIMMessageLiteInfo } from './types/message-types.js'

type Item = MultipleAttachment['itemList'][number]

/** What a message of an app says, as Latchkey sends it. Throws `invalid-argument`; what it holds is checked by Latchkey. */
export function contentOf(message: ZIMMessage): SendableContent | FileAttachment | MultipleAttachment {
  if (typeof message !== 'object' || message === null) return refuse('message', 'must be an object')
  switch (message.type) {
    case ZIMMessageType.Multiple:
      return Array.isArray(message.messageInfoList)
        ? { type: 'multiple', itemList: message.messageInfoList.map(itemOf) }
        : refuse('message.messageInfoList', 'must be an array')
    case ZIMMessageType.Revoke:
      return refuse('message.type', 'must be one that can be sent')
    default:
      return itemOf(message)
  }
}

/** As `contentOf`, for what holds no file. */
export function textualContentOf(message: ZIMMessage): SendableContent {
  const content = contentOf(message)
  return content.type === 'text' || content.type === 'custom'
    ? content
    : refuse('message.type', 'must be Text or Custom')
}

function itemOf(item: ZIMMessageLiteInfo): Item {
  switch (item.type) {
    case ZIMMessageType.Text:
      return { type: 'text', text: item.message }
    case ZIMMessageType.Custom: {
      const { message, subType, searchedContent } = item
      const custom = { type: 'custom', payload: message, subType } as const
      // Blank is how a ZIM app says that there is none.
      return searchedContent ? { ...custom, searchedText: searchedContent } : custom
    }
    case ZIMMessageType.Image: {
      const { originalImageWidth, originalImageHeight } = item
      return { type: 'image', ...fileOf(item), ...sizeOf('originalImage', originalImageWidth, originalImageHeight) }
    }
    case ZIMMessageType.File:
      return { type: 'file', ...fileOf(item) }
    case ZIMMessageType.Audio:
      return { type: 'audio', ...fileOf(item), durationMs: milliseconds(item.audioDuration) }
    case ZIMMessageType.Video: {
      const { videoFirstFrameWidth, videoFirstFrameHeight, videoDuration } = item
      return {
        type: 'video',
        ...fileOf(item),
        ...sizeOf('videoFirstFrame', videoFirstFrameWidth, videoFirstFrameHeight),
        durationMs: milliseconds(videoDuration),
      }
    }
    default:
      return refuse('message.type', 'must be one that can be sent')
  }
}

function fileOf({ fileLocalPath, fileName }: { readonly fileLocalPath?: File; readonly fileName?: string }) {
  if (!(fileLocalPath instanceof Blob)) return refuse('message.fileLocalPath', 'must be a File')
  return { bytes: fileLocalPath, mimeType: fileLocalPath.type, fileName: fileName || fileLocalPath.name }
}

function sizeOf(name: string, width: number | undefined, height: number | undefined) {
  if (width === undefined || height === undefined) {
    return refuse(`message.${name}Width and message.${name}Height`, 'must be there')
  }
  return { width, height }
}

function milliseconds(seconds: number): number {
  return Math.round(seconds * 1_000)
}
