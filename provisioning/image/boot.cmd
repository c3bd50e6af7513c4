# U-Boot runs this (as boot.scr) from the first partition of the card, after a few lines of
# make-image that set what differs from board to board:
#   console, arguments, initrd_address, device_tree_address, device_tree_file, environment_address
# U-Boot itself has set devtype and devnum: the card that this was read from.
#
# Two root file systems, A and B, each with its own kernel. The counters are RAUC's contract with
# U-Boot: BOOT_ORDER, and BOOT_x_LEFT attempts for each; user space fills a counter up when it has
# started. They are in one sector, so that a power cut leaves the old or the new, or none that
# passes its checksum, and then both are tried anew.

setenv counters_block 0x1f80
setenv BOOT_ORDER
setenv BOOT_A_LEFT
setenv BOOT_B_LEFT
${devtype} dev ${devnum}
if ${devtype} read ${environment_address} ${counters_block} 1; then
  env import -c ${environment_address} 0x200 BOOT_ORDER BOOT_A_LEFT BOOT_B_LEFT
fi
test -n "${BOOT_ORDER}" || setenv BOOT_ORDER "A B"
test -n "${BOOT_A_LEFT}" || setenv BOOT_A_LEFT 3
test -n "${BOOT_B_LEFT}" || setenv BOOT_B_LEFT 3

setenv slot
for candidate in ${BOOT_ORDER}; do
  if test -n "${slot}"; then
    true # the first that has attempts left is taken
  elif test "${candidate}" = "A"; then
    if itest 0x${BOOT_A_LEFT} -gt 0; then
      setexpr BOOT_A_LEFT ${BOOT_A_LEFT} - 1
      setenv slot A
      setenv partition 2
    fi
  elif test "${candidate}" = "B"; then
    if itest 0x${BOOT_B_LEFT} -gt 0; then
      setexpr BOOT_B_LEFT ${BOOT_B_LEFT} - 1
      setenv slot B
      setenv partition 3
    fi
  fi
done
if test -z "${slot}"; then
  echo "No system has attempts left: both are tried anew."
  setenv BOOT_A_LEFT 3
  setenv BOOT_B_LEFT 3
fi

env export -c -s 0x200 ${environment_address} BOOT_ORDER BOOT_A_LEFT BOOT_B_LEFT
${devtype} write ${environment_address} ${counters_block} 1
test -n "${slot}" || reset

echo "System ${slot}: A has ${BOOT_A_LEFT}, B has ${BOOT_B_LEFT} attempts left after this one."
setenv bootargs "console=${console} root=PARTUUID=4c6f614e-0${partition} ro rauc.slot=${slot} quiet panic=10 vt.global_cursor_default=0 ${arguments}"
# Without a file of its own a board is described by what its firmware hands over.
setenv device_tree ${fdt_addr}
if test -n "${device_tree_file}"; then
  if load ${devtype} ${devnum}:${partition} ${device_tree_address} ${device_tree_file}; then
    setenv device_tree ${device_tree_address}
  fi
fi
if load ${devtype} ${devnum}:${partition} ${kernel_addr_r} /boot/Image; then
  if load ${devtype} ${devnum}:${partition} ${initrd_address} /boot/initrd.img; then
    booti ${kernel_addr_r} ${initrd_address}:${filesize} ${device_tree}
  fi
fi
echo "System ${slot} does not load, the next attempt follows."
reset
