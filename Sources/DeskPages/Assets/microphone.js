// Records a voice: samples as they are, so that the server has nothing new to decode. The button begins and
// ends it, and says how long it is; `take` gets the sound, `refuse` is called without a microphone.
"use strict";

function recordVoice(button, level, longestSeconds, take, refuse) {
  const rateHertz = 24000;
  const label = button.textContent;
  let recording = null;

  async function begin() {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: false },
    });
    const context = new AudioContext({ sampleRate: rateHertz });
    await context.audioWorklet.addModule("/assets/recorder.js");
    const node = new AudioWorkletNode(context, "recorder");
    const blocks = [];
    let count = 0;
    node.port.onmessage = ({ data }) => {
      blocks.push(data);
      count += data.length;
      level.value = data.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
      button.textContent = `${say("Dừng ghi", "Stop")} ${Math.floor(count / rateHertz)} s`;
      if (recording && count >= longestSeconds * rateHertz) end();
    };
    context.createMediaStreamSource(stream).connect(node);
    level.hidden = false;
    recording = { stream, context, blocks };
  }

  async function end() {
    const { stream, context, blocks } = recording;
    recording = null;
    for (const track of stream.getTracks()) track.stop();
    await context.close();
    level.hidden = true;
    button.textContent = label;
    await take(wave(blocks));
  }

  function wave(blocks) {
    const count = blocks.reduce((sum, block) => sum + block.length, 0);
    const view = new DataView(new ArrayBuffer(44 + 2 * count));
    const word = (offset, text) => [...text].forEach((c, i) => view.setUint8(offset + i, c.charCodeAt(0)));
    word(0, "RIFF"); view.setUint32(4, 36 + 2 * count, true); word(8, "WAVEfmt ");
    view.setUint32(16, 16, true); view.setUint16(20, 1, true); view.setUint16(22, 1, true);
    view.setUint32(24, rateHertz, true); view.setUint32(28, 2 * rateHertz, true);
    view.setUint16(32, 2, true); view.setUint16(34, 16, true);
    word(36, "data"); view.setUint32(40, 2 * count, true);
    let offset = 44;
    for (const block of blocks) {
      for (const sample of block) {
        view.setInt16(offset, Math.max(-1, Math.min(1, sample)) * 32767, true);
        offset += 2;
      }
    }
    return new Blob([view], { type: "audio/wav" });
  }

  // A browser gives the microphone to pages of this machine or over HTTPS alone.
  if (!navigator.mediaDevices) button.hidden = true;
  button.addEventListener("click", async () => {
    try {
      await (recording ? end() : begin());
    } catch {
      refuse(say(
        "Không dùng được micrô. Hãy cho phép trang này dùng micrô rồi thử lại.",
        "The microphone can't be used. Allow it for this page and try again."));
    }
  });
}

// The first element that a fragment of the server has.
const pieceOf = (markup) =>
  new DOMParser().parseFromString(markup, "text/html").body.firstElementChild;
