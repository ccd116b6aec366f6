"""Words by which screens tell a fault, what to do about it, and the names of buttons, by language.

A star stands for any ending. Not a list of all words: of those that messages are made of.
"""

# ruff: noqa: RUF001  Letters of Turkish, Chinese and Japanese look like others.

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_GRAVE: Final = {
    "en": "fatal, exception, panic, critical, damaged, corrupt, corrupted, crash, crashed, error, "
    "terminated, halted, aborted, did not, didn’t, didn't",
    "de": "fehler*, fehlgeschlagen, beschädigt*, abgestürzt, schwerwiegend*, kritisch*",
    "fr": "erreur, échou*, échec, endommag*, corrompu*, critique",
    "es": "falló, fallo, dañad*, crític*, se cerró",
    "it": "errore, danneggiat*, critico, non riuscit*",
    "pt": "erro, falhou, danificad*",
    "pl": "błąd, błęd*, uszkodzon*, krytyczn*, nie powiod*",
    "tr": "hata, hatası, bozuk, bozul*, kritik*",
    "nl": "fout, mislukt, beschadigd",
    "zh": "错误, 失败, 損壞, 损坏",
    "ja": "エラー, 失敗, 破損",
}
_TROUBLE: Final = {
    "en": "can’t, can't, cant, cannot, couldn’t, couldn't, could not, unable, fail, failed, fails, "
    "failure, not, no, denied, problem, wrong, expired, incorrect, unavailable, refused, lost, "
    "disconnected, offline, locked, blocked, ran into, missing, too many, required, stopped, "
    "invalid, timed out, unreachable, jam, jammed, low, empty, full, unexpected, warning, alert",
    "de": "nicht, kein*, konnte*, abgelaufen*, gesperrt, ungültig*, falsch*, verweigert, warnung, "
    "getrennt, leer, problem",
    "fr": "pas, impossible, expir*, refus*, verrouillé*, incorrect*, introuvable, vide, problème",
    "es": "no se puede*, no se pudo, no se ha*, denegad*, caducad*, bloquead*, incorrect*, vací*",
    "it": "non, impossibile, scadut*, negat*, bloccat*",
    "pt": "não, expirou, bloqueado",
    "pl": "nie, wygas*, odmow*, zablokowan*, nieprawidłow*",
    "tr": "bağlanılam*, bağlanam*, yapılam*, açılam*, süresi doldu, reddedildi, "
    "kilitlendi, geçersiz",
    "nl": "kan niet, kon niet, verlopen, geweigerd, geblokkeerd, ongeldig*",
    "zh": "无法, 不能, 未能",
    "ja": "できません, 無効, 問題",
}
_ADVICE: Final = {
    "en": "press, click, tap, hit, select, choose, try, retry, please, to continue, for more, "
    "contact, call, see, visit, go to, check, if this, if you, if the, use",
    "de": "drücken, klicken, bitte, wenden, prüfen, überprüfen, versuchen",
    "fr": "appuyez, cliquez, veuillez, essayez, vérifiez",
    "es": "pulse, presione, haga clic, intente, compruebe",
    "it": "premere, fare clic, provare, verificare",
    "pt": "pressione, clique, tente, verifique",
    "pl": "naciśnij, kliknij, spróbuj, sprawdź",
    "tr": "basın, tıklayın, deneyin, lütfen",
    "nl": "druk, klik, probeer",
    "zh": "请",
}
_BUTTONS: Final = {
    "en": "ok, cancel, close, retry, yes, no, back, next, finish, apply, continue, exit, quit, "
    "restart, shut, down, details, help, settings, reset, sw, ignore, abort, allow, deny, accept, "
    "decline, skip, done, save, open, more, info",
    "de": "abbrechen, schließen, wiederholen, ja, nein, zurück, weiter, fertig, übernehmen, "
    "beenden, hilfe",
    "fr": "annuler, fermer, réessayer, oui, non, retour, suivant, terminer, appliquer, "
    "aide, quitter",
    "es": "cancelar, cerrar, reintentar, sí, atrás, siguiente, finalizar, aplicar, ayuda, aceptar",
    "it": "annulla, chiudi, riprova, indietro, avanti, fine, applica",
    "pt": "fechar, repetir, sim, não, voltar, seguinte, concluir",
    "pl": "anuluj, zamknij, ponów, tak, nie, wstecz, dalej, zastosuj",
    "tr": "iptal, kapat, tamam, evet, hayır, geri, ileri, uygula",
    "nl": "annuleren, sluiten, opnieuw, ja, nee",
    "zh": "取消, 确定, 关闭",
    "ja": "キャンセル, 閉じる",
}
_WITHOUT_SPACES: Final = ("zh", "ja")
"""Languages whose words stand side by side."""


def _words(by_language: Mapping[str, str]) -> dict[str, list[str]]:
    return {name: [one.strip() for one in said.split(",")] for name, said in by_language.items()}


def _pattern(by_language: Mapping[str, str]) -> str:
    parts = []
    for language, words in _words(by_language).items():
        any_of = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words)
        parts.append(f"(?:{any_of})" if language in _WITHOUT_SPACES else rf"\b(?:{any_of})\b")
    return "|".join(parts)


GRAVE: Final = re.compile(_pattern(_GRAVE), re.IGNORECASE)
"""Names a fault."""
TROUBLE: Final = re.compile(_pattern(_TROUBLE), re.IGNORECASE)
"""Says that something is wrong."""
ADVICE: Final = re.compile(
    rf"^\W*(?:{_pattern(_ADVICE)})|\b(?:ctrl|alt|f\d{{1,2}}|esc|enter|del)\s?[+-]"
    r"|\bpress\b.{0,12}\bkey\b",
    re.IGNORECASE,
)
"""Says what to do; that is not what is wrong."""
BUTTONS: Final = frozenset(word for words in _words(_BUTTONS).values() for word in words)
"""Words that stand alone on buttons, in small letters."""
