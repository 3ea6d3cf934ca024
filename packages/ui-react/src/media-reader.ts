import type { ChosenFile, MediaFacts } from '@latchkey/ui-headless'
import { rgbaToThumbHash } from 'thumbhash'

/** A file that says nothing about itself for so long is sent as a file of any kind. */
const patienceMs = 10_000
/** What a message can state of a side, and the longest side of what a ThumbHash is made of. */
const maxSide = 65_535
const thumbnailSide = 100
const maxDurationMs = 86_400_000

/** Looks into a file with what the browser itself shows files with. */
export async function readMedia({ bytes, mimeType }: ChosenFile): Promise<MediaFacts | undefined> {
  const url = URL.createObjectURL(bytes)
  try {
    if (mimeType.startsWith('image/')) return await readImage(url)
    return mimeType.startsWith('audio/') ? await readAudio(url) : await readVideo(url)
  } finally {
    URL.revokeObjectURL(url)
  }
}

async function readImage(url: string): Promise<MediaFacts | undefined> {
  const image = new Image()
  image.src = url
  await image.decode()
  const { naturalWidth: width, naturalHeight: height } = image
  return isShowable(width, height) ? { type: 'image', width, height, ...thumbnail(image, width, height) } : undefined
}

async function readAudio(url: string): Promise<MediaFacts | undefined> {
  const durationMs = await untilReady(document.createElement('audio'), url, 'loadedmetadata')
  return durationMs === undefined ? undefined : { type: 'audio', durationMs }
}

async function readVideo(url: string): Promise<MediaFacts | undefined> {
  const video = document.createElement('video')
  video.muted = true
  video.preload = 'auto'
  // Its first picture is there, not only its size.
  const durationMs = await untilReady(video, url, 'loadeddata')
  const { videoWidth: width, videoHeight: height } = video
  if (durationMs === undefined || !isShowable(width, height)) return undefined
  return { type: 'video', width, height, durationMs, ...thumbnail(video, width, height) }
}

/** Its length; `undefined` when it has none that a message can state, or cannot be played. */
async function untilReady(media: HTMLMediaElement, url: string, event: string): Promise<number | undefined> {
  const isReady = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), patienceMs)
    const end = (isThere: boolean) => () => {
      clearTimeout(timer)
      resolve(isThere)
    }
    media.addEventListener(event, end(true), { once: true })
    media.addEventListener('error', end(false), { once: true })
    media.src = url
  })
  const durationMs = Math.round(media.duration * 1_000)
  return isReady && durationMs >= 0 && durationMs <= maxDurationMs ? durationMs : undefined
}

function isShowable(width: number, height: number): boolean {
  return width >= 1 && height >= 1 && width <= maxSide && height <= maxSide
}

function thumbnail(source: CanvasImageSource, width: number, height: number): { readonly thumbhash?: string } {
  const scale = Math.min(1, thumbnailSide / Math.max(width, height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(width * scale))
  canvas.height = Math.max(1, Math.round(height * scale))
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) return {}
  context.drawImage(source, 0, 0, canvas.width, canvas.height)
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
  return { thumbhash: btoa(String.fromCharCode(...rgbaToThumbHash(canvas.width, canvas.height, data))) }
}
