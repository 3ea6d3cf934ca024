import type { ContentItem, MessageContent } from '@latchkey/core'
import type { Formats } from './formats.js'
import type { Texts } from './texts.js'
import { textSpans, type MentionWords, type TextSpan } from './text-spans.js'

/** What every file of a bubble has. */
export interface FilePartFacts {
  readonly fileID: string
  readonly fileName: string
  readonly mimeType: string
  /** `1.4 MB` */
  readonly sizeText: string
}

/** A picture or a video, with the room that it takes before it is there. In pixels. */
interface ReservedRoom {
  readonly width: number
  readonly height: number
  /** A blurred preview: a ThumbHash, in Base64. */
  readonly thumbhash?: string
}

export interface ImagePartView extends FilePartFacts, ReservedRoom {
  readonly type: 'image'
  /** What a screen reader says of it. */
  readonly label: string
}

export interface VideoPartView extends FilePartFacts, ReservedRoom {
  readonly type: 'video'
  readonly label: string
  /** `1:05` */
  readonly durationText: string
}

export interface AudioPartView extends FilePartFacts {
  readonly type: 'audio'
  readonly label: string
  readonly durationText: string
}

export interface FilePartView extends FilePartFacts {
  readonly type: 'file'
  /** `PDF`; empty when the name has no short ending. */
  readonly ending: string
}

export interface TextPartView {
  readonly type: 'text'
  readonly text: string
  /** The same, in pieces. */
  readonly spans: readonly TextSpan[]
}

export interface LocationPartView {
  readonly type: 'location'
  readonly title: string
  readonly address: string
  /** `52.5163, 13.3777` */
  readonly coordinates: string
  /** Opens the place in a map on the web. */
  readonly mapUrl: string
}

/** Words that stand for something that cannot be shown. */
export interface NotePartView {
  readonly type: 'note'
  readonly text: string
}

/** One part of what a bubble shows. */
export type PartView =
  ImagePartView | VideoPartView | AudioPartView | FilePartView | TextPartView | LocationPartView | NotePartView

/** What parts are made with. */
export interface PartContext {
  readonly texts: Texts
  readonly formats: Formats
  /** Whose attention the message asks for. */
  readonly mentions: readonly MentionWords[]
}

/** What a bubble shows of a message, part by part. */
export function partViews(content: MessageContent, context: PartContext): readonly PartView[] {
  const { texts } = context
  switch (content.type) {
    case 'multiple':
      return content.itemList.map((item) => itemView(item, context))
    case 'combine':
      return [{ type: 'note', text: [content.title, content.summary].filter((text) => text !== '').join('\n') }]
    case 'revoked':
      return [{ type: 'note', text: texts.revokedMessage }]
    case 'unsupported':
      return [{ type: 'note', text: texts.unsupportedMessage }]
    default:
      return [itemView(content, context)]
  }
}

function itemView(item: ContentItem, { texts, formats, mentions }: PartContext): PartView {
  if (item.type === 'text') return { type: 'text', text: item.text, spans: textSpans(item.text, mentions) }
  if (item.type === 'custom') return { type: 'note', text: item.searchedText ?? texts.customMessage }
  if (item.type === 'location') {
    const { latitude, longitude, title, address } = item
    const place = `${String(latitude)}/${String(longitude)}`
    return {
      type: 'location',
      title: title === '' ? texts.location : title,
      address,
      coordinates: `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`,
      mapUrl: `https://www.openstreetmap.org/?mlat=${String(latitude)}&mlon=${String(longitude)}#map=16/${place}`,
    }
  }
  const { fileID, fileName, mimeType, fileSize } = item
  const file = { fileID, fileName, mimeType, sizeText: formats.fileSize(fileSize) }
  if (item.type === 'file') return { ...file, type: 'file', ending: endingOf(fileName) }
  const label = `${texts[item.type]}: ${fileName}`
  if (item.type === 'audio') {
    return { ...file, type: 'audio', label, durationText: formats.duration(item.durationMs) }
  }
  const { width, height, thumbhash } = item
  const room = { width, height, ...(thumbhash === undefined ? {} : { thumbhash }) }
  return item.type === 'image'
    ? { ...file, ...room, type: 'image', label }
    : { ...file, ...room, type: 'video', label, durationText: formats.duration(item.durationMs) }
}

function endingOf(fileName: string): string {
  return /[^.]\.([A-Za-z0-9]{1,5})$/.exec(fileName)?.[1]?.toUpperCase() ?? ''
}
