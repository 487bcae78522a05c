// SPDX-License-Identifier: MIT
// The button "check this page" of a sealed site; seal.js, which checks, is loaded when a reader presses it.
(function (Warraq) {
  "use strict";

  const { src, dataset } = document.currentScript;
  const [label] = Warraq.labels.seal;
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
  const output = document.createElement("output");
  const line = Object.assign(document.createElement("p"), { className: "seal" });

  function check() {
    if (Warraq.showSeal) return Warraq.showSeal(output);
    const script = document.createElement("script");
    script.src = src.replace("seal-button.js", "seal.js");
    script.onload = () => Warraq.showSeal(output);
    document.head.append(script);
  }

  Warraq.sealOptions = dataset;
  line.append(button, " ", output);
  document.querySelector(".provenance").before(line);
  button.addEventListener("click", check);
})((globalThis.Warraq = globalThis.Warraq || {}));
