// Speaks into the homes of a ward. The microphone's sound is coded here (Opus, WebCodecs), put into
// segments and signed with the key that this browser made for it; the server passes them on and can't
// make any. With every batch goes a signed end, for the case that nothing comes after it.
"use strict";

const studio = document.getElementById("studio");
const element = (id) => document.getElementById(id);
const rateHertz = 48000;
const packetMilliseconds = 20;
const packetsPerSegment = 4;
const mostWaiting = 30; // segments: what homes would still play
const silence = new Uint8Array([0xf8, 0xff, 0xfe]); // Opus, 20 ms, one channel
const pause = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

function joined(parts) {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) { bytes.set(part, offset); offset += part.length; }
  return bytes;
}

const sixteen = (number) => new Uint8Array([number >> 8, number & 255]);

// Segments of one stream, docs/protocol.md.
class Segments {
  constructor(stream, key) {
    this.head = new TextEncoder().encode(`loanha-live\0${stream}\0`);
    this.key = key;
    this.next = 0;
    this.before = [];
  }

  async message(fresh, isLast) {
    const packets = [...this.before, ...fresh];
    const first = new DataView(new ArrayBuffer(4));
    first.setUint32(0, this.next - this.before.length);
    const body = joined([
      new TextEncoder().encode("LNL1"),
      new Uint8Array([isLast ? 1 : 0, packets.length, this.before.length, 0]),
      new Uint8Array(first.buffer), ...packets.map((packet) => sixteen(packet.length)), ...packets,
    ]);
    const signature = await crypto.subtle.sign("Ed25519", this.key, joined([this.head, body]));
    return joined([body, new Uint8Array(signature)]);
  }

  async add(fresh) {
    const message = await this.message(fresh, false);
    this.next += fresh.length;
    this.before = fresh;
    return message;
  }

  end() { return this.message([silence], true); }
}

// What the server takes: whether it is over, then messages with their lengths, the end behind them.
const batch = (isOver, messages) => joined([
  new Uint8Array([isOver ? 1 : 0]),
  ...messages.flatMap((message) => [sixteen(message.length), message]),
]);

function post(path, body, keepalive = false, patienceMilliseconds = 4000) {
  return fetch(`${studio.dataset.path}/${path}`, {
    method: "POST", body, keepalive, redirect: "manual",
    headers: { "X-Form-Token": studio.dataset.token, "Content-Type": "application/octet-stream" },
    signal: keepalive ? undefined : AbortSignal.timeout(patienceMilliseconds),
  });
}

const fault = (name, isThere = true) => {
  for (const words of studio.querySelectorAll(`[data-fault="${name}"]`)) words.hidden = !isThere;
};

let state = "waiting";
let microphone = null;
let onAir = null;
// An answer about the state may be older than the beginning.
let hasBegun = false;

function mark(words, isLive) {
  if (element("mark").textContent !== words) element("mark").textContent = words;
  element("mark").classList.toggle("live", isLive);
}

// The microphone, heard by its meter at once and by homes from the moment that somebody is on air.
async function openMicrophone() {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  });
  const context = new AudioContext({ sampleRate: rateHertz });
  await context.audioWorklet.addModule("/assets/recorder.js");
  const node = new AudioWorkletNode(context, "recorder");
  let peak = 0;
  node.port.onmessage = ({ data }) => {
    peak = data.reduce((most, sample) => Math.max(most, Math.abs(sample)), peak * 0.98);
    element("level").value = peak;
    onAir?.hear(data);
  };
  context.createMediaStreamSource(stream).connect(node);
  return { stream, context };
}

class Programme {
  constructor(key, leadMilliseconds, longestMilliseconds) {
    this.segments = new Segments(studio.dataset.stream, key);
    this.begins = performance.now() + leadMilliseconds;
    this.longest = longestMilliseconds - 400;
    this.packets = [];
    this.waiting = [];
    this.frames = 0;
    this.isEnding = false;
    this.encoder = new AudioEncoder({
      output: (chunk) => {
        const packet = new Uint8Array(chunk.byteLength);
        chunk.copyTo(packet);
        this.packets.push(packet);
      },
      error: () => { this.isEnding = true; },
    });
    this.encoder.configure({
      codec: "opus", sampleRate: rateHertz, numberOfChannels: 1, bitrate: 32000,
      opus: { frameDuration: packetMilliseconds * 1000 },
    });
  }

  hear(data) {
    if (this.isEnding || performance.now() < this.begins || this.encoder.state !== "configured") return;
    this.encoder.encode(new AudioData({
      format: "f32-planar", sampleRate: rateHertz, numberOfFrames: data.length, numberOfChannels: 1,
      timestamp: Math.round(this.frames / rateHertz * 1e6), data,
    }));
    this.frames += data.length;
  }

  get milliseconds() { return this.segments.next * packetMilliseconds; }

  tell() {
    const lead = Math.ceil((this.begins - performance.now()) / 1000);
    if (lead > 0) {
      element("clock").textContent = `${say("Bắt đầu sau", "Begins in")} ${lead} s`;
      return;
    }
    mark(say("ĐANG PHÁT TRỰC TIẾP", "ON AIR"), true);
    const clock = (milliseconds) => {
      const seconds = Math.max(0, Math.floor(milliseconds / 1000));
      return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    };
    element("clock").textContent = `${clock(this.milliseconds)} · ${say("còn", "left")} ${
      clock(this.longest - this.milliseconds)}`;
  }

  // Sends what there is until it is over. Resolves when the server has the end, or wants no more.
  async run() {
    let isOver = false;
    while (!isOver) {
      this.tell();
      if (this.milliseconds >= this.longest) this.isEnding = true;
      if (this.isEnding && this.encoder.state === "configured") {
        await this.encoder.flush();
        this.encoder.close();
      }
      isOver = this.isEnding;
      while (this.packets.length >= packetsPerSegment || (isOver && this.packets.length > 0)) {
        this.waiting.push(await this.segments.add(this.packets.splice(0, packetsPerSegment)));
      }
      this.waiting = this.waiting.slice(-mostWaiting);
      const end = await this.segments.end();
      this.closing = batch(true, [end]);
      const sent = this.waiting.length;
      if (sent > 0 || isOver) {
        try {
          const answer = await post("sound", batch(isOver, [...this.waiting, end]));
          if (answer.status === 410) return;
          if (!answer.ok) throw new Error(String(answer.status));
          this.waiting = this.waiting.slice(sent);
          fault("network", false);
        } catch {
          fault("network");
          isOver = false;
        }
      }
      await pause(150);
      if (state === "over") return;
    }
  }
}

async function begin() {
  if (hasBegun || !microphone || state !== "ready") return;
  hasBegun = true;
  const key = (await keyStore.all()).find((one) => one.x === studio.dataset.key);
  if (!key) return fault("no-key");
  const answer = await post("begin", "", false, 20000).catch(() => null);
  if (!answer?.ok) {
    state = "over";
    const page = new DOMParser().parseFromString(await answer?.text() ?? "", "text/html");
    const words = page.querySelector("main p, .fault")?.textContent;
    return mark(words ?? say("Không bắt đầu được. Làm lần nói mới.", "It could not begin. Announce it anew."), false);
  }
  const { leadMilliseconds, longestMilliseconds } = await answer.json();
  element("ready").hidden = true;
  element("stop").hidden = false;
  onAir = new Programme(key.privateKey, leadMilliseconds, longestMilliseconds);
  await onAir.run();
  onAir = null;
  element("stop").hidden = true;
  for (const track of microphone.stream.getTracks()) track.stop();
  await microphone.context.close();
  await keyStore.remove(key.kid);
}

// What the server says of it: who is still to sign, that homes wait, that it is over and why.
async function follow() {
  while (state !== "over") {
    try {
      const answer = await fetch(`${studio.dataset.path}/state`);
      if (answer.ok) {
        const said = await answer.json();
        if (!hasBegun || said.state === "over") {
          state = said.state;
          mark(said.words, said.state === "air");
        }
        if (state === "ready" && !microphone) element("ready").textContent = say("NÓI NGAY", "SPEAK NOW");
        begin();
      }
    } catch {
      fault("network");
    }
    await pause(700);
  }
  element("ready").hidden = true;
  element("clock").textContent = "";
}

element("ready").addEventListener("click", async () => {
  element("ready").disabled = true;
  try {
    microphone = await openMicrophone();
    fault("microphone", false);
    element("ready").textContent = say("Micrô đã bật", "The microphone is on");
    begin();
  } catch {
    fault("microphone");
    element("ready").disabled = false;
  }
});
element("stop").addEventListener("click", () => { if (onAir) onAir.isEnding = true; });
// A page that goes ends its programme; should this not arrive, the server does after a while.
addEventListener("pagehide", () => { if (onAir?.closing) post("sound", onAir.closing, true); });
addEventListener("beforeunload", (event) => { if (onAir) event.preventDefault(); });

signingFault().then((name) => {
  const isOld = !window.AudioEncoder || !navigator.mediaDevices;
  if (name || isOld) return fault(name ?? "old");
  element("ready").disabled = false;
  follow();
  document.body.dataset.ready = "studio";
});
