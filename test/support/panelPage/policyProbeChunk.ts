/** What a lazily loaded chunk has to say. */
export const loaded = 'a chunk that was loaded lazily';
