"""A modem for tests: speaks AT commands (3GPP TS 27.007) on the socket where ModemManager's test mode
looks for a port, and behaves as its scenario says.

usage: modem.py FOLDER [PORT]

FOLDER/scenario has words, read anew at each command:
  answers        (usual) rings after a moment, is answered after another
  busy           BUSY while it is dialled
  no-carrier     NO CARRIER as the answer to the dialling
  silent-drop    answered, then gone without a word
  hang-up        answered, then the other end hangs up
  deaf           dialled, and nothing more
  blind          can't list calls (AT+CLCC)
  unregistered   no network
  ecc            the SIM card lists 113, 114, 115 and 112
FOLDER/at.log has what was said, one line each.
"""
import re
import socket
import sys
import threading

folder = sys.argv[1]
port = sys.argv[2] if len(sys.argv) > 2 else "abstract:port0"
log = open(f"{folder}/at.log", "a", buffering=1)

# What the network is called, by the format that AT+COPS=3 asked for. Its name is spelled in UCS2, the
# character set that ModemManager chooses of those this modem has.
OPERATOR = {"0": "Viettel".encode("utf-16-be").hex().upper(), "2": "45204"}

CLCC_DIALLING, CLCC_RINGING, CLCC_ACTIVE = 2, 3, 0

ANSWERS = {
    "AT+CGMI": "LoaNha", "AT+GMI": "LoaNha", "AT+CGMM": "Trial", "AT+GMM": "Trial",
    "AT+CGMR": "1", "AT+GMR": "1", "AT+CGSN": "490154203237518", "AT+GSN": "490154203237518",
    "ATI": "LoaNha Trial", "ATI1": "LoaNha", "AT+GCAP": "+GCAP: +CGSM,+DS,+ES",
    "AT+CPIN?": "+CPIN: READY", "AT+CIMI": "452040000000001", "AT+CFUN?": "+CFUN: 1",
    "AT+CSQ": "+CSQ: 20,99", "AT+CSCS=?": '+CSCS: ("IRA","GSM","UCS2")',
    "AT+CSCS?": '+CSCS: "UCS2"', "AT+CMGF=?": "+CMGF: (0,1)", "AT+CMGF?": "+CMGF: 0",
    "AT+CPMS=?": '+CPMS: ("SM","ME"),("SM","ME"),("SM","ME")',
    "AT+CPMS?": '+CPMS: "ME",0,50,"ME",0,50,"ME",0,50', "AT+CSMS?": "+CSMS: 0,1,1,1",
    "AT+CNMI=?": "+CNMI: (0-2),(0-3),(0,2),(0-2),(0,1)", "AT+CSCA?": '+CSCA: "+84900000000",145',
    "AT+CLCK=?": '+CLCK: ("SC","AO","OI","AI","IR")', "AT+WS46=?": "+WS46: (12,22,25,28,29)",
    "AT+CGDCONT=?": '+CGDCONT: (1-11),"IP",,,(0-2),(0-3)',
    "AT+CGDCONT?": '+CGDCONT: 1,"IP","internet","",0,0', "AT+CGACT?": "+CGACT: 1,0",
}
SILENT = {
    "AT", "ATZ", "ATE0", "ATV1", "AT+CMEE=1", "ATX4", "AT&C1", "AT+CFUN=1", "AT+CREG=2",
    "AT+CGREG=2", "AT+CEREG=2", "AT+COPS=0", 'AT+CSCS="UCS2"', "AT+CNUM", "AT+CMGF=0",
    "AT+CNMI=2,1,2,1,0", "AT+CLIP=1", "AT+CRC=1", "AT+CCWA=1", "AT+CUSD=1", "AT+CPIN=?",
    "AT+CIND=?", "ATH", "AT+CHUP",
}


class Modem:
    def __init__(self, connection):
        self.connection = connection
        self.call = None  # number and state of the one call, as AT+CLCC tells it
        self.made = 0
        self.operator_format = "0"
        self.lock = threading.RLock()

    def scenario(self):
        try:
            with open(f"{folder}/scenario") as file:
                return file.read().split()
        except OSError:
            return []

    def say(self, *lines):
        for line in lines:
            log.write(f"> {line}\n")
            self.connection.sendall(f"\r\n{line}\r\n".encode())

    def later(self, seconds, what):
        """Does it to the call that is on now, if that is still on by then."""
        number = self.made

        def run():
            with self.lock:
                if self.call and number == self.made:
                    what()
        threading.Timer(seconds, run).start()

    def become(self, state):
        self.call[1] = state

    def end(self, *words):
        self.call = None
        self.say(*words)

    def dial(self, number):
        words = self.scenario()
        if "no-carrier" in words:
            return self.say("NO CARRIER")
        self.made += 1
        self.call = [number, CLCC_DIALLING]
        self.say("OK")
        if "deaf" in words:
            return
        if "busy" in words:
            return self.later(0.5, lambda: self.end("BUSY"))
        self.later(0.5, lambda: self.become(CLCC_RINGING))
        self.later(4.0, lambda: self.become(CLCC_ACTIVE))
        if "silent-drop" in words:
            self.later(7.0, self.end)
        if "hang-up" in words:
            self.later(7.5, lambda: self.end("NO CARRIER"))

    def handle(self, command):
        log.write(f"< {command}\n")
        words = self.scenario()
        dialled = re.fullmatch(r"ATD([0-9+*#]+);", command)
        network = 0 if "unregistered" in words else 1
        registered = re.fullmatch(r"AT\+(C|CG|CE)REG\?", command)
        if dialled:
            self.dial(dialled[1])
        elif registered:
            place = ',"0001","00000001",7' if network else ""
            self.say(f"+{registered[1]}REG: 2,{network}{place}", "OK")
        elif operator := re.fullmatch(r"AT\+COPS=3,([02])", command):
            self.operator_format = operator[1]
            self.say("OK")
        elif command == "AT+COPS?":
            place = f',{self.operator_format},"{OPERATOR[self.operator_format]}",7' if network else ""
            self.say(f"+COPS: 0{place}", "OK")
        elif command.startswith("AT+CLCC") and "blind" in words:
            self.say("ERROR")
        elif command == "AT+CLCC=?":
            self.say("OK")
        elif command == "AT+CLCC":
            if self.call:
                self.say(f'+CLCC: 1,0,{self.call[1]},0,0,"{self.call[0]}",129')
            self.say("OK")
        elif command.startswith("AT+CRSM=176,28599"):
            listed = "11F3FF11F4FF11F5FF11F2FF" if "ecc" in words else "11F2FF"
            self.say(f'+CRSM: 144,0,"{listed}"', "OK")
        elif command.startswith("AT+CRSM"):
            self.say("+CRSM: 106,130", "OK")
        elif command in ANSWERS:
            self.say(ANSWERS[command], "OK")
        elif command in SILENT:
            if command in ("ATH", "AT+CHUP"):
                self.call = None
            self.say("OK")
        else:
            self.say("ERROR")

    def serve(self):
        heard = b""
        while chunk := self.connection.recv(4096):
            heard += chunk
            while b"\r" in heard:
                line, heard = heard.split(b"\r", 1)
                with self.lock:
                    if command := line.strip(b"\n").decode("latin1"):
                        self.handle(command)


listener = socket.socket(socket.AF_UNIX)
# The name keeps ModemManager's prefix, in Linux's abstract namespace.
listener.bind("\0" + port)
listener.listen(5)
log.write("! listening\n")
while True:
    try:
        Modem(listener.accept()[0]).serve()
    except OSError as fault:
        log.write(f"! {fault}\n")
