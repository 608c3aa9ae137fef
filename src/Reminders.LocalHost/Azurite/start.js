// Azurite's blob and table services on ports of their own, bound to the life of the process that started it.
"use strict";
const http = require("http");
const Loki = require("lokijs");

// Azurite keeps its tables in memory and lets Loki write the whole of them to disk every 5 seconds. What a kill may cost is cut down to
// 200 ms; where the tables are so large that writing takes longer, to a few times that, so that most of the time is left for requests.
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

// Azurite looks an entity up by partition and row, and Loki uses the index of the first field alone: in a partition of 24,000 rows every
// look-up, and there is one in every insert, would pass through all of them. By row and partition it finds one.
const findOne = Loki.Collection.prototype.findOne;
Loki.Collection.prototype.findOne = function (query) {
  return findOne.call(this, query && query.RowKey !== undefined ? { RowKey: query.RowKey, ...query } : query);
};

// With port 0 the system chooses one; whoever started this reads it here, the blobs' first and then the tables'.
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

// Ctrl-C in a terminal, and a service manager's stop, reach every process at once. The tables outlive the host, which has last things to write.
const once = process.once;
process.once = (event, listener) => (event === "SIGINT" || event === "SIGTERM" ? process : once.call(process, event, listener));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});

// A host that was killed reads no more, and Azurite says that it is closing before it saves: the broken pipe must not end it first.
for (const pipe of [process.stdout, process.stderr]) pipe.on("error", () => {});

// Standard input ends when the host closes it or dies, however it dies. Two Azurites on one folder would overwrite each other.
// "message" is Azurite's own orderly end, which saves.
const stop = () => {
  process.emit("message", "shutdown");
  setTimeout(() => process.exit(1), 8000).unref();
};
process.stdin.once("end", stop).once("error", stop).resume();

// Files of evidence lie in blobs, and the tables name them. Each service adds its options to one list when it is loaded, and reads the command line
// when it starts, which must know both by then; blobs add none to a list that has a name.
require("azurite/dist/src/blob/BlobEnvironment");
require("azurite/dist/src/table/TableEnvironment");
start("blob", () => start("table", () => {}));
