// Fragments keep themselves fresh and pages print; everything works without this file.
(function () {
  "use strict";
  function refresh(box) {
    var wait = 2000;
    function later() { setTimeout(run, wait); }
    function run() {
      if (document.hidden) { later(); return; }
      var began = Date.now();
      fetch(box.dataset.refresh, { credentials: "same-origin", headers: { "X-Fragment": "1" } })
        .then(function (answer) {
          if (!answer.ok) { throw new Error(String(answer.status)); }
          return answer.text();
        })
        .then(function (html) {
          // Nobody's reading or typing is disturbed: a fragment that holds the focus stays as it is.
          if (!box.contains(document.activeElement)) {
            box.innerHTML = html;
          }
          var took = Date.now() - began;
          wait = Math.min(30000, Math.max(2000, took * 10));
          if (!box.querySelector("[data-finished]")) { later(); }
        })
        .catch(function () {
          wait = Math.min(30000, wait * 2);
          later();
        });
    }
    if (!box.querySelector("[data-finished]")) { later(); }
  }
  document.querySelectorAll("[data-refresh]").forEach(refresh);
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
  var summary = document.querySelector("[data-problems]");
  if (summary) { summary.focus(); }
})();
