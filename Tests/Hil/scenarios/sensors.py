"""Sensors of hwmon and IIO are found and read right, followed, and not believed when they lie."""

from guest import wait_until
from rig import TERMINAL

# What the rig writes into the chips; 30 °C, then 90 °C, which no home has.
EXPECTED = {"sensor.temperature": "25.000 °C", "sensor.pressure": "1006.533 hPa"}
WARMER, LYING = "0x001e", "0x005a"


def run(rig):
    with rig.home("sensors") as (guest, ward):
        said = describe(guest)
        for sensor, value in EXPECTED.items():
            assert said[sensor].endswith(value), f"{sensor} {said[sensor]}, not {value}"
        guest.press("esc")
        guest.press("down")
        rig.compare(guest, "status-with-sensors")

        measure(guest, WARMER)
        wait_until(lambda: describe(guest)["sensor.temperature"].endswith("30.000 °C"),
                   "30 °C", every=1)
        rig.compare(guest, "status-warmer")
        measure(guest, LYING)
        ward.wait_for_terminal(TERMINAL, faults=["sensors"])
        guest.press("up")  # what is wrong comes first
        rig.compare(guest, "status-with-a-sensor-that-lies")
        measure(guest, WARMER)
        ward.wait_for_terminal(TERMINAL, faults=[])


def describe(guest):
    """What `loanhad --describe` says of each part."""
    lines = guest.run("loanhad --describe --board auto").splitlines()
    return {part: value.strip() for part, _, value in (line.partition(" ") for line in lines)}


def measure(guest, word):
    """Lets the temperature sensor measure something else."""
    guest.run(f"i2cset -f -y $(ls /sys/bus/i2c/devices | sed -n 's/-0048$//p') 0x48 0 {word} w")
