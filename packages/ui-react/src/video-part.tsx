'use client'
import type { Timeline, VideoPartView } from '@latchkey/ui-headless'
import { useEffect, useMemo } from 'react'
import { useKit } from './chat-provider.js'
import { thumbnailUrl, useAttachedFile, useObjectUrl } from './file-bytes.js'
import { Icon } from './icons.js'
import { reservedRoom } from './reserved-room.js'

export interface VideoPartProps {
  readonly part: VideoPartView
  readonly messageID: string
  readonly timeline: Timeline
}

/** A video, in the room that it will take; loaded only when somebody wants to see it. */
export function VideoPart({ part, messageID, timeline }: VideoPartProps) {
  const { texts } = useKit()
  const { file, view } = useAttachedFile(timeline, messageID, part.fileID)
  const url = useObjectUrl(view.bytes, part.mimeType)
  const thumbnail = useMemo(() => thumbnailUrl(part.thumbhash), [part.thumbhash])
  useEffect(
    () => () => {
      file.release()
    },
    [file],
  )
  const note = view.state === 'loading' ? texts.loading : view.note
  return (
    <div className="lk-video" style={reservedRoom(part)}>
      {url === undefined ? (
        <button type="button" aria-label={`${texts.play} ${part.label}, ${part.durationText}`} onClick={file.load}>
          {thumbnail === undefined ? null : <img className="lk-thumbnail" src={thumbnail} alt="" />}
          <span className="lk-video-play">
            <Icon name="play" size={24} />
          </span>
          <span className="lk-picture-note">{note === '' ? part.durationText : note}</span>
        </button>
      ) : (
        <video src={url} aria-label={part.label} controls autoPlay playsInline />
      )}
    </div>
  )
}
