import { errorsPage } from './errors-page.ts'
import { eventsPage } from './events-page.ts'
import { featuresPage } from './features-page.ts'
import { limitsPage } from './limits-page.ts'
import { zimErrorsPage } from './zim-errors-page.ts'

/** The pages that are made from code: written by `npm run generate`, held by `npm run check`. */
export const generatedPages = [errorsPage, eventsPage, featuresPage, limitsPage, zimErrorsPage]
