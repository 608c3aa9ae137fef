'use strict';
// The pages work without this script. It opens the form that an address names, and lets one box tick all rows of a table.
const named = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
if (named instanceof HTMLDetailsElement) named.open = true;
for (const all of document.querySelectorAll('input[data-all]')) {
  all.hidden = false;
  all.addEventListener('change', () => {
    for (const one of all.closest('table').querySelectorAll('tbody input[type=checkbox]')) one.checked = all.checked;
  });
}
