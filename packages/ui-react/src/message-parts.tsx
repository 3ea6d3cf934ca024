'use client'
import type { LocationPartView, MessageRowView, PartView, TextSpan, Timeline } from '@latchkey/ui-headless'
import { AudioPart } from './audio-part.js'
import { useKit } from './chat-provider.js'
import { FilePart } from './file-part.js'
import { Icon } from './icons.js'
import { PicturePart } from './picture-part.js'
import { VideoPart } from './video-part.js'

export interface MessagePartsProps {
  readonly row: MessageRowView
  readonly timeline: Timeline
  readonly onOpenPicture: (messageID: string, fileID: string) => void
}

/** What a bubble shows of its message: pictures side by side, everything else below one another. */
export function MessageParts({ row, timeline, onOpenPicture }: MessagePartsProps) {
  const pictures = row.parts.filter((part) => part.type === 'image')
  const others = row.parts.filter((part) => part.type !== 'image')
  const shape = pictures.length > 1 ? 'tile' : 'whole'
  return (
    <>
      {pictures.length === 0 ? null : (
        <div className="lk-pictures" data-shape={shape} data-odd={pictures.length % 2 === 1 || undefined}>
          {pictures.map((part) => (
            <PicturePart
              key={part.fileID}
              part={part}
              shape={shape}
              timeline={timeline}
              messageID={row.key}
              onOpen={() => {
                onOpenPicture(row.key, part.fileID)
              }}
            />
          ))}
        </div>
      )}
      {others.map((part, index) => (
        <Part key={'fileID' in part ? part.fileID : index} part={part} messageID={row.key} timeline={timeline} />
      ))}
    </>
  )
}

interface PartProps {
  readonly part: Exclude<PartView, { readonly type: 'image' }>
  readonly messageID: string
  readonly timeline: Timeline
}

function Part({ part, messageID, timeline }: PartProps) {
  switch (part.type) {
    case 'text':
      return (
        <span className="lk-bubble-text" dir="auto">
          {part.spans.map((span, index) => (
            <Span key={index} span={span} />
          ))}
        </span>
      )
    case 'note':
      return (
        <span className="lk-bubble-text" data-note="" dir="auto">
          {part.text}
        </span>
      )
    case 'location':
      return <LocationPart part={part} />
    case 'file':
      return <FilePart part={part} messageID={messageID} timeline={timeline} />
    case 'audio':
      return <AudioPart part={part} messageID={messageID} timeline={timeline} />
    case 'video':
      return <VideoPart part={part} messageID={messageID} timeline={timeline} />
  }
}

function Span({ span }: { readonly span: TextSpan }) {
  if (span.type === 'plain') return span.text
  if (span.type === 'mention') {
    return (
      <bdi className="lk-mention" data-self={span.isSelf || undefined}>
        {span.text}
      </bdi>
    )
  }
  return (
    <a href={span.url} target="_blank" rel="noreferrer">
      {span.text}
    </a>
  )
}

/** No map is loaded: who looks at a chat tells nobody where its people are. */
function LocationPart({ part: { title, address, coordinates, mapUrl } }: { readonly part: LocationPartView }) {
  const { texts } = useKit()
  return (
    <div className="lk-card">
      <span className="lk-card-mark">
        <Icon name="place" />
      </span>
      <span className="lk-card-text">
        <bdi className="lk-card-title">{title}</bdi>
        <bdi>{address === '' ? coordinates : address}</bdi>
        <a href={mapUrl} target="_blank" rel="noreferrer">
          {texts.openMap}
        </a>
      </span>
    </div>
  )
}
