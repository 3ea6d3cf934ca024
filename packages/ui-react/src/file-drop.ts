'use client'
import { useEffect, useState, type RefObject } from 'react'
import type { ChosenFile } from '@latchkey/ui-headless'

/** The files of a paste, a drop or a file dialog. */
export function chosenFiles(files: Iterable<File> | ArrayLike<File>): readonly ChosenFile[] {
  return Array.from(files, (file) => ({ fileName: nameOf(file), mimeType: file.type, bytes: file }))
}

/** What comes from the clipboard may have no name. */
function nameOf({ name, type }: File): string {
  return name === '' ? `file.${type.split('/')[1]?.replace(/[^a-z0-9].*/, '') ?? 'bin'}` : name
}

/** Whether files are held over the place now; dropped there, they are chosen. */
export function useFileDrop(
  place: RefObject<HTMLElement | null>,
  onChoose: (files: readonly ChosenFile[]) => void,
): boolean {
  const [isOver, setIsOver] = useState(false)
  useEffect(() => {
    const element = place.current
    if (element === null) return
    const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') === true
    const hold = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setIsOver(true)
    }
    const leave = (event: DragEvent) => {
      // Going over to a child of the place is no leaving.
      if (event.relatedTarget instanceof Node && element.contains(event.relatedTarget)) return
      setIsOver(false)
    }
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setIsOver(false)
      onChoose(chosenFiles(event.dataTransfer?.files ?? []))
    }
    element.addEventListener('dragenter', hold)
    element.addEventListener('dragover', hold)
    element.addEventListener('dragleave', leave)
    element.addEventListener('drop', drop)
    return () => {
      element.removeEventListener('dragenter', hold)
      element.removeEventListener('dragover', hold)
      element.removeEventListener('dragleave', leave)
      element.removeEventListener('drop', drop)
    }
  }, [place, onChoose])
  return isOver
}
