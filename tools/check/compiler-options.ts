import ts from 'typescript'
import { root } from './project.ts'

/** The options of `tsconfig.base.json`, for programs that are made in memory. */
export const compilerOptions = (): ts.CompilerOptions => {
  const parsed = ts.getParsedCommandLineOfConfigFile(`${root}/tsconfig.base.json`, undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
      throw new TypeError(ts.flattenDiagnosticMessageText(messageText, ' '))
    },
  })
  if (parsed === undefined) throw new TypeError('tsconfig.base.json cannot be read.')
  return parsed.options
}
