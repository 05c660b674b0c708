import {
  type ContactModel,
  type PropagationStop,
  findManyContactWindows,
  geometricElevation,
  refractedElevation,
} from '@app/orbit';
import { earthOrientationOf } from '../eop/earth-orientation-choice.js';
import { type BatchAnswer, type SubjectAges } from './batch-search.js';
import { type ContactsTools } from './contacts-tools.js';
import { ProgressBar } from './progress-bar.js';
import { inThisThread } from './search-pool.js';
import { type PlannedSubject, type SearchSetup } from './search-task.js';
import { WindowTable } from './window-table.js';
import { batchesOf, workersFor } from './workers.js';

export interface SearchResult {
  readonly model: ContactModel;
  /** What is doubtful about the Earth orientation. */
  readonly warnings: readonly string[];
  readonly table: WindowTable;
  readonly stops: readonly PropagationStop[];
  /** All subjects in order, and what became of each. */
  readonly subjects: readonly PlannedSubject[];
  readonly ages: readonly SubjectAges[];
}

/** The model of all batches: that of a search for nothing, and what each batch used. */
function modelOf(empty: ContactModel, answers: readonly BatchAnswer[]): ContactModel {
  // In the order that a single search names them, SGP4 first.
  const propagators = [...new Set(answers.flatMap(({ model }) => model.propagator.split('; ')))].sort();
  return {
    ...empty,
    ...(propagators.length > 0 && { propagator: propagators.join('; ') }),
    elements: answers.flatMap(({ model }) => model.elements),
  };
}

/** Searches all the spacecraft, here or in threads: the result is the same, to the last bit. */
export async function searchContacts(
  spacecraft: readonly (readonly PlannedSubject[])[],
  setup: SearchSetup,
  asked: number | undefined,
  tools: Pick<ContactsTools, 'io' | 'terminal' | 'cores' | 'threads'>,
): Promise<SearchResult> {
  const { stations, start, end, refraction } = setup;
  const { model, warnings } = findManyContactWindows({
    ...{ stations, start, end, spacecraft: [], earthOrientation: earthOrientationOf(setup.earthOrientation) },
    elevation: refraction ? refractedElevation() : geometricElevation,
  });
  const wanted = asked ?? workersFor(spacecraft.length, setup, tools.cores);
  const batches = batchesOf(spacecraft, setup, wanted);
  const workers = Math.min(wanted, batches.length);
  const pool = workers > 1 ? tools.threads(workers) : inThisThread;
  const subjects = batches.flat();
  const bar = new ProgressBar({ ...tools.terminal, write: tools.io.stderr }, spacecraft.length, 'spacecraft');
  const answers: BatchAnswer[] = [];
  let done = 0;
  try {
    await pool.run(setup, batches, (batch, answer) => {
      answers[batch] = answer;
      bar.update((done += new Set(batches[batch]?.map((subject) => subject.spacecraft)).size));
    });
  } finally {
    bar.end();
  }
  const rows = answers.map((answer, batch) => ({ rows: answer.rows, subjects: batches[batch] ?? [] }));
  return {
    ...{ model: modelOf(model, answers), warnings, subjects },
    table: new WindowTable(rows, stations, start, end),
    stops: answers.flatMap(({ stops }) => stops),
    ages: answers.flatMap(({ ages }) => ages),
  };
}
