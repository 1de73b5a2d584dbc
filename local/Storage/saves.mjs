// Saves a LokiJS database while it changes. A save writes the whole database and serializes it on the only thread, so saves are
// spaced by what the last one took: they get at most a tenth of the time, however large the tables are.
export const shortest = 500;
export const spacing = 10;

// Returns a function that ends it.
export function saveSpaced(db, clock = { now: () => performance.now(), after: setTimeout }) {
  let ended = false;
  function look() {
    if (ended) return;
    if (!db.autosaveDirty()) return void clock.after(look, shortest);
    const begun = clock.now();
    db.saveDatabase((error) => {
      // LokiJS takes the tables as clean before they are written: after a failure (a full disk) they are tried again.
      if (error) for (const collection of db.collections) collection.dirty = true;
      clock.after(look, Math.max(shortest, spacing * (clock.now() - begun)));
    });
  }
  clock.after(look, shortest);
  return () => { ended = true; };
}
