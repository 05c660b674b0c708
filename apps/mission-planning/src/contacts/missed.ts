/** What a contact says of itself that no station reported; a station that reports it after all is believed. */
export const MISSED = 'missed: no station reported it';
