'use strict';
// The pages work without this script. It only opens the form that an address names.
const named = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
if (named instanceof HTMLDetailsElement) named.open = true;
