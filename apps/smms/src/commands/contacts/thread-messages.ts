import { type BatchAnswer } from './batch-search.js';
import { type PlannedSubject, type SearchSetup } from './search-task.js';

export interface SearchThreadData {
  readonly setup: SearchSetup;
}

export interface ToSearchThread {
  readonly batch: number;
  readonly subjects: readonly PlannedSubject[];
}

export interface FromSearchThread {
  readonly batch: number;
  readonly answer: BatchAnswer;
}
