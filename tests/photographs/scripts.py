"""Dialogs in scripts other than Latin: two that the networks know, two that they do not."""

# ruff: noqa: RUF001  Letters of Russian and Chinese look like others.

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from tests.photographs.pen import Pen
from tests.photographs.problems import Problem
from tests.photographs.truth import Role

Chance = np.random.Generator

KNOWN = ("chinese", "japanese")
UNKNOWN = ("russian", "arabic")
_IDEOGRAPHS = Path("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf")
_SANS = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
_ARABIC = Path("/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf")
_CODE = "0x80070035"
_LINES = {
    "chinese": (
        ("网络错误", "无法访问共享文件夹", "请检查名称的拼写，然后重试", _CODE),
        ("打印机无法使用", "请打开打印机的电源", "如果问题仍然存在，请联系管理员"),
        ("密码已过期", "您必须先更改密码才能登录", "请选择一个新的密码"),
        ("磁盘空间不足", "请删除不需要的文件", "或者把文件移动到其他磁盘"),
    ),
    "japanese": (
        ("ネットワークエラー", "共有フォルダーにアクセスできません", _CODE),
        ("プリンターがオフラインです", "電源を入れてから印刷してください"),
        ("パスワードの有効期限が切れました", "新しいパスワードを入力してください"),
        ("ディスクの空き容量が不足しています", "不要なファイルを削除してください"),
    ),
    "russian": (
        ("Ошибка сети", "Не удаётся открыть общую папку", _CODE),
        ("Принтер недоступен", "Включите принтер и повторите попытку"),
        ("Срок действия пароля истёк", "Измените пароль, чтобы войти в систему"),
    ),
    "arabic": (
        ("خطأ في الشبكة", "تعذر فتح المجلد المشترك", _CODE),
        ("الطابعة غير متصلة", "شغل الطابعة ثم حاول مرة أخرى"),
        ("انتهت صلاحية كلمة المرور", "غير كلمة المرور لتسجيل الدخول"),
    ),
}
_FONTS = {"chinese": _IDEOGRAPHS, "japanese": _IDEOGRAPHS, "russian": _SANS, "arabic": _ARABIC}


def dialog_in(
    script: str, chance: Chance, size: tuple[int, int], em: float, dark: bool
) -> tuple[Pen, Problem]:
    """A few lines in `script`, the first larger, with a code beneath now and then."""
    told = _LINES[script][int(chance.integers(len(_LINES[script])))]
    paper, ink = ((43, 43, 45), (240, 240, 240)) if dark else ((253, 253, 253), (24, 28, 32))
    pen = Pen(Image.new("RGB", size, paper), "", font=_FONTS[script])
    latin = Pen(pen.picture, "DejaVuSans")
    # Ideographs are drawn a little larger than letters, as systems do.
    large = min(em * 1.3, size[0] / 26)
    y = size[1] * float(chance.uniform(0.1, 0.4))
    for number, line in enumerate(told):
        tall = large * (1.3 if number == 0 else 1)
        # The fonts of other scripts have no Latin letters.
        by, role = (latin, Role.CODE) if line == _CODE else (pen, Role.BODY)
        by.write((large * 2, y), line, em=tall, colour=ink, role=role)
        y += tall * 1.6
    pen.written += latin.written
    codes = (_CODE,) if told[-1] == _CODE else ()
    return pen, Problem("network", told[0], "", codes)
