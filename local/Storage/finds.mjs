// LokiJS asks an index for the first property of a query only and compares the rows that this leaves one by one. Azurite names the
// partition first, so reading one row takes the longer the larger its partition is: in Azure it does not. Here the property that
// leaves the fewest rows comes first.
export function findNarrowestFirst(Collection) {
  const { findOne } = Collection.prototype;
  Collection.prototype.findOne = function (query) {
    return findOne.call(this, narrowestFirst(this, query));
  };
}

function narrowestFirst(collection, query) {
  const names = Object.keys(query ?? {});
  if (names.length < 2 || names.some((name) => typeof query[name] !== "string" || !(name in collection.binaryIndices))) return query;
  const rows = new Map(names.map((name) => {
    const [first, last] = collection.calculateRange("$eq", name, query[name]);
    return [name, last - first];
  }));
  return Object.fromEntries(names.sort((a, b) => rows.get(a) - rows.get(b)).map((name) => [name, query[name]]));
}
