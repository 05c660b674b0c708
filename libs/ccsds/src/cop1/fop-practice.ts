// Five points in which an implementation known to us departs from the book. FOP-1 here follows the book unless told otherwise: the other
// practice exists to compare step by step with that implementation, never to fly with.

export interface FopPractice {
  /** When N(S) is given. The book: on transmission (5.2.4 a). Else already when the data unit is asked for, so one that waits counts in V(S). */
  readonly numbering: 'on-transmission' | 'on-request';
  /** NN(R) is the oldest unacknowledged frame on the Sent_Queue (5.1.8): V(S) once that is purged. Else it keeps its old value. */
  readonly purgedAcknowledgement: 'moves-to-vs' | 'stays';
  /** N(R) is valid from NN(R) to V(S). Else only while it also lies within K of either, and it confirms only frames within K before it. */
  readonly validReportValue: 'outstanding' | 'within-window';
  /** An alert ends an open Initiate AD directive with a negative confirm (5.2.15 d). Else only one whose BC frame is on the Sent_Queue. */
  readonly abandonedDirective: 'confirmed' | 'only-with-bc-frame';
  /** When Wait ends with frames to send again (E10 in S3), the first of them goes out at once. Else when the timer has run out. */
  readonly retransmissionAfterWait: 'at-once' | 'at-timer';
}

export const bookPractice: FopPractice = {
  numbering: 'on-transmission',
  purgedAcknowledgement: 'moves-to-vs',
  validReportValue: 'outstanding',
  abandonedDirective: 'confirmed',
  retransmissionAfterWait: 'at-once',
};

/** As dariol83/ccsds does it, where a frame is built and numbered before FOP-1 sees it. */
export const prebuiltFramesPractice: FopPractice = {
  numbering: 'on-request',
  purgedAcknowledgement: 'stays',
  validReportValue: 'within-window',
  abandonedDirective: 'only-with-bc-frame',
  retransmissionAfterWait: 'at-timer',
};
