/**
 * Says in plain words that a browser is too old for the page, or that the page could not start,
 * where it would stay blank. Written for browsers from before modules, so it is no module, and it has
 * its words with it. docs/browsers.md lists what is needed and since when.
 */

(function () {
  "use strict";

  var TOO_OLD = [
    "This browser is too old for this page.",
    "It needs Safari 15.5 (iPadOS or iOS 15.5), Chrome or Edge 108, Firefox 121, or a newer one.",
  ];
  var NOT_STARTED = [
    "This page couldn’t start.",
    "Load it again. If it stays like this, ask whoever looks after the kiosk.",
  ];
  var AMISS = "Something on this page went wrong. Load it again if it looks odd.";

  function has(object, name) {
    return Boolean(object) && name in object;
  }

  function isTooOld() {
    return !(
      has(window, "HTMLDialogElement") &&
      has(HTMLDialogElement.prototype, "showModal") &&
      has(HTMLElement.prototype, "inert") &&
      has(Element.prototype, "replaceChildren") &&
      has(Array.prototype, "at") &&
      has(Promise, "allSettled") &&
      has(window, "ResizeObserver") &&
      has(window, "AbortController") &&
      has(window, "EventSource") &&
      has(window, "fetch") &&
      has(window, "Intl") &&
      has(Intl, "PluralRules")
    );
  }

  function element(name, text) {
    var made = document.createElement(name);
    made.textContent = text;
    return made;
  }

  function showInstead(words) {
    if (document.querySelector(".cannot-show")) {
      return;
    }
    var view = document.createElement("main");
    view.className = "cannot-show";
    view.setAttribute("role", "alert");
    view.appendChild(element("h1", words[0]));
    view.appendChild(element("p", words[1]));
    document.getElementById("page").hidden = true;
    document.body.appendChild(view);
    document.title = words[0];
  }

  /** The page stays: what it shows may still be right. */
  function showBeside() {
    if (document.querySelector(".page-amiss")) {
      return;
    }
    var bar = element("p", AMISS);
    bar.className = "page-amiss";
    bar.setAttribute("role", "alert");
    document.body.appendChild(bar);
  }

  function onFault() {
    var page = document.getElementById("page");
    if (!page) {
      document.addEventListener("DOMContentLoaded", onFault);
    } else if (document.querySelector(".cannot-show")) {
      return; // said already
    } else if (page.firstElementChild) {
      showBeside();
    } else {
      showInstead(isTooOld() ? TOO_OLD : NOT_STARTED);
    }
  }

  /** A script that cannot be fetched reports to its own element: it is heard on the way down. */
  window.addEventListener("error", function (event) {
    var target = event.target;
    if (target === window || (target && target.nodeName === "SCRIPT")) {
      onFault();
    }
  }, true);
  window.addEventListener("unhandledrejection", onFault);
  document.addEventListener("DOMContentLoaded", function () {
    if (isTooOld()) {
      showInstead(TOO_OLD);
    }
  });
}());
