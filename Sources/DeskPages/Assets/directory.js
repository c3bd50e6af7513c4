// A file of the directory is read here and put into the form, where it can be seen before it is sent.
"use strict";

const toml = document.getElementById("toml");
if (toml) {
  document.getElementById("with-script").hidden = false;
  toml.addEventListener("change", async () => {
    if (toml.files.length > 0) document.getElementById("import").value = await toml.files[0].text();
  });
}
