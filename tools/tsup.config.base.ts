import { defineConfig, type Options } from 'tsup'

/** The one build recipe of every published package: ESM and declarations for each entry, dependencies left outside. */
export const tsupConfig = ({ entry, ...options }: Options & { entry: string[] }): ReturnType<typeof defineConfig> =>
  defineConfig({
    entry,
    format: 'esm',
    target: 'es2023',
    dts: true,
    sourcemap: true,
    clean: true,
    treeshake: true,
    // `node:sqlite` exists under this name only.
    removeNodeProtocol: false,
    ...options,
  })
