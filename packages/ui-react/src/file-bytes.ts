'use client'
import type { AttachedFile, AttachedFileView, Readable, Timeline } from '@latchkey/ui-headless'
import { useEffect, useMemo, type RefObject } from 'react'
import { thumbHashToDataURL } from 'thumbhash'
import { useReadable } from './hooks.js'

/** So far outside of what is seen a picture is loaded already, and is still kept. */
const nearMargin = '800px'

/** A file of a message with a view of its bytes. */
export function useAttachedFile(
  timeline: Timeline,
  messageID: string,
  fileID: string,
): { readonly file: AttachedFile; readonly view: AttachedFileView } {
  const file = useMemo(() => timeline.openFile(messageID, fileID), [timeline, messageID, fileID])
  return { file, view: useReadable(file) }
}

/** The address of bytes within this page; it ends with them. */
export function useObjectUrl(bytes: Uint8Array | Blob | undefined, mimeType: string): string | undefined {
  return useReadable(useMemo(() => createObjectUrl(bytes, mimeType), [bytes, mimeType]))
}

function createObjectUrl(bytes: Uint8Array | Blob | undefined, mimeType: string): Readable<string | undefined> {
  let url: string | undefined
  let users = 0
  return {
    getSnapshot: () => url,
    subscribe() {
      users += 1
      // Made with the first user; who renders looks again right after subscribing.
      if (bytes !== undefined) url ??= URL.createObjectURL(toBlob(bytes, mimeType))
      return () => {
        users -= 1
        if (users > 0 || url === undefined) return
        URL.revokeObjectURL(url)
        url = undefined
      }
    },
  }
}

/** Loads a file while its place is in sight, or near to it: a long conversation holds no more in memory than that. */
export function useNearLoading(place: RefObject<Element | null>, file: AttachedFile): void {
  useEffect(() => {
    const element = place.current
    if (element === null) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.at(-1)?.isIntersecting === true) file.load()
        else file.release()
      },
      { root: element.closest('.lk-timeline-scroller'), rootMargin: nearMargin },
    )
    observer.observe(element)
    return () => {
      observer.disconnect()
      file.release()
    }
  }, [place, file])
}

/** A blurred picture of what is to come. `undefined` when the message states none, or none that can be read. */
export function thumbnailUrl(thumbhash: string | undefined): string | undefined {
  if (thumbhash === undefined) return undefined
  try {
    return thumbHashToDataURL(Uint8Array.from(atob(thumbhash), (character) => character.charCodeAt(0)))
  } catch {
    return undefined
  }
}

/** Hands a file to the device. It is never opened here, whatever its sender says that it is. */
export function saveFile(bytes: Uint8Array, fileName: string): void {
  const url = URL.createObjectURL(toBlob(bytes, 'application/octet-stream'))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  // The browser has taken it over by then.
  setTimeout(() => {
    URL.revokeObjectURL(url)
  }, 60_000)
}

function toBlob(bytes: Uint8Array | Blob, mimeType: string): Blob {
  return bytes instanceof Blob ? bytes : new Blob([new Uint8Array(bytes)], { type: mimeType })
}
