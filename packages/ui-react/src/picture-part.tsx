'use client'
import type { ImagePartView, Timeline } from '@latchkey/ui-headless'
import { useMemo, useRef } from 'react'
import { useKit } from './chat-provider.js'
import { thumbnailUrl, useAttachedFile, useNearLoading, useObjectUrl } from './file-bytes.js'
import { Icon } from './icons.js'
import { reservedRoom } from './reserved-room.js'

export interface PicturePartProps {
  readonly part: ImagePartView
  readonly shape: 'whole' | 'tile'
  readonly messageID: string
  readonly timeline: Timeline
  readonly onOpen: () => void
}

/** A picture in a bubble. Its room is taken before it is there, so that nothing moves when it comes. */
export function PicturePart({ part, shape, messageID, timeline, onOpen }: PicturePartProps) {
  const { texts } = useKit()
  const place = useRef<HTMLButtonElement>(null)
  const { file, view } = useAttachedFile(timeline, messageID, part.fileID)
  useNearLoading(place, file)
  const url = useObjectUrl(view.bytes, part.mimeType)
  const thumbnail = useMemo(() => thumbnailUrl(part.thumbhash), [part.thumbhash])
  const isFailed = view.state === 'failed'
  return (
    <button
      ref={place}
      type="button"
      className="lk-picture"
      style={shape === 'whole' ? reservedRoom(part) : undefined}
      aria-label={isFailed ? `${view.note}: ${part.fileName}. ${texts.retry}` : part.label}
      title={isFailed ? texts.retry : texts.openPicture}
      onClick={() => {
        if (isFailed) file.load()
        else onOpen()
      }}
    >
      {thumbnail === undefined ? null : <img className="lk-thumbnail" src={thumbnail} alt="" />}
      {url === undefined ? null : <img src={url} alt="" decoding="async" draggable={false} />}
      {view.note === '' ? null : (
        <span className="lk-picture-note">
          <Icon name={isFailed ? 'alert' : 'cloudOff'} size={16} />
          {view.note}
        </span>
      )}
    </button>
  )
}
