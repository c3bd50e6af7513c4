"""Keys of the keyboard walk the menus: news, reader, status, volume, help."""

import time

from rig import TERMINAL


def run(rig):
    with rig.home("keys") as (guest, ward):
        ward.publish("tiem-chung", "Lịch tiêm chủng tháng 12", "--text",
                     "Trạm y tế phường tiêm cho trẻ dưới 2 tuổi, sáng thứ Ba và thứ Năm.")
        guest.wait_for_journal("began at", count=1)
        guest.press("esc")  # not heard to its end, it stays news
        time.sleep(1)  # a bulletin's time is in whole seconds
        ward.publish("ve-sinh", "Tổng vệ sinh sáng thứ Bảy", "--text",
                     "Mời bà con ra ngõ lúc 7 giờ, mang theo chổi.")
        guest.wait_for_journal("began at", count=2)
        guest.press("esc")
        rig.compare(guest, "rest-with-news")

        guest.press("ret")
        rig.compare(guest, "news")
        guest.press("down")
        rig.compare(guest, "news-second")
        guest.press("ret")
        rig.compare(guest, "reader")
        ward.wait_for_fact("tiem-chung", TERMINAL, "shown")
        guest.press("esc")
        guest.press("esc")
        time.sleep(3)  # right after it, Back would be one too many
        guest.press("esc")
        rig.compare(guest, "status")
        guest.press("esc")

        # A contact that bounces is one press.
        guest.bounce("volumeup")
        rig.compare(guest, "rest-louder")
        # Nobody calls for help by brushing past.
        guest.press("f12", hold_milliseconds=300)
        rig.compare(guest, "rest-louder")
        guest.press("f12", hold_milliseconds=4_000)
        rig.compare(guest, "help")
        guest.press("esc")
        rig.compare(guest, "rest-louder")
