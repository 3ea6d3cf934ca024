import { tsupConfig } from '../../tools/tsup.config.base.ts'

export default tsupConfig({ entry: ['src/index.ts'] })
