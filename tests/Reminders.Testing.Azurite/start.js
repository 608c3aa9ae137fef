// Runs Azurite's blob and table services, each on its own port, until the process that started this script ends.
"use strict";
const http = require("http");
const Loki = require("lokijs");

// Azurite keeps its tables in memory, and Loki writes all of them to disk every 5 seconds. This saves every 200 ms, so a kill costs less.
// Large tables take longer to write: then it pauses for four times the last save, to leave most of the time for requests.
Loki.prototype.autosaveEnable = function () {
  this.autosave = true;
  const wait = (saving) => {
    this.autosaveHandle = setTimeout(save, Math.max(200, 4 * saving));
  };
  const save = () => {
    const from = Date.now();
    const done = (error) => {
      if (error) console.error(error);
      if (this.autosaveHandle !== null) wait(Date.now() - from);
    };
    if (this.autosaveDirty()) this.saveDatabase(done);
    else done();
  };
  wait(0);
};

// Azurite looks an entity up by partition and row, and at every insert. Loki uses the index of the first field only, so in a partition of
// 24,000 rows each look-up would scan them all. With the row first it finds one.
const findOne = Loki.Collection.prototype.findOne;
Loki.Collection.prototype.findOne = function (query) {
  return findOne.call(this, query && query.RowKey !== undefined ? { RowKey: query.RowKey, ...query } : query);
};

// Azurite goes through all rows of a table for every query, while the service finds rows by their keys. Here a query that names row keys, or
// a first and a last one, goes through these rows alone. The filter of the query still decides on each of them.
const rowKeys = (filter = "") => {
  const named = / and \((RowKey eq '(?:[^']|'')*'(?: or RowKey eq '(?:[^']|'')*')*)\)$/.exec(filter);
  if (named) return { $in: [...named[1].matchAll(/'((?:[^']|'')*)'/g)].map((key) => key[1].replaceAll("''", "'")) };
  const range = /^PartitionKey eq '[^']*' and RowKey ge '([^']*)' and RowKey l[te] '([^']*)'$/.exec(filter);
  if (!range) return undefined;
  const [, first, last] = range;
  const shared = [...first].findIndex((character, place) => character !== last[place]);
  // Loki sorts keys that are numbers as numbers. Behind a "|" that both keys share, no key is a number.
  return first.slice(0, shared < 0 ? first.length : shared).includes("|") ? { $between: [first, last] } : undefined;
};
const queries = require("azurite/dist/src/table/persistence/LokiTableStoreQueryGenerator").default;
const generate = queries.generateQueryForPersistenceLayer;
queries.generateQueryForPersistenceLayer = function (options, context) {
  return Object.assign(generate.call(this, options, context), { rowKeys: rowKeys(options.filter) });
};
const where = Loki.Resultset.prototype.where;
Loki.Resultset.prototype.where = function (filter) {
  return where.call(filter.rowKeys ? this.find({ RowKey: filter.rowKeys }) : this, filter);
};

// With port 0 the system chooses a port. The parent process reads both from here: first the blobs', then the tables'.
const createServer = http.createServer;
const start = (service, next) => {
  http.createServer = (...options) => {
    const server = createServer(...options);
    return server.once("listening", () => {
      console.log(`listening on ${server.address().port}`);
      next();
    });
  };
  require(`azurite/dist/src/${service}/main.js`);
};

// Ctrl+C and a service manager's stop reach every process of the group. The host still has to write, so the tables ignore both.
const once = process.once;
process.once = (event, listener) => (event === "SIGINT" || event === "SIGTERM" ? process : once.call(process, event, listener));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});

// Azurite prints that it is closing before it saves. After a kill of the host that pipe is broken, which must not end node before the save.
for (const pipe of [process.stdout, process.stderr]) pipe.on("error", () => {});

// Standard input ends when the host closes it or crashes. Node must end then: two Azurites on one folder would overwrite each other.
// The message "shutdown" makes Azurite save and end.
const stop = () => {
  process.emit("message", "shutdown");
  setTimeout(() => process.exit(1), 8000).unref();
};
process.stdin.once("end", stop).once("error", stop).resume();

// Both services add their options to one list when they are loaded, and read the command line when they start. So both are loaded before
// either starts. Blobs come first: they add nothing to a list that already has a name.
require("azurite/dist/src/blob/BlobEnvironment");
require("azurite/dist/src/table/TableEnvironment");
start("blob", () => start("table", () => {}));
