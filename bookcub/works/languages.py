"""The languages works are written in: BCP 47 codes with the names their readers use, then English."""

import unicodedata
from functools import cache

from django.conf.locale import LANG_INFO
from django.utils.translation import get_language, gettext, pgettext_lazy

LANGUAGES = {
    "af": "Afrikaans", "ar": "العربية · Arabic", "hy": "Հայերեն · Armenian", "ast": "Asturianu · Asturian",
    "id": "Bahasa Indonesia · Indonesian", "ms": "Bahasa Melayu · Malay", "eu": "Euskara · Basque",
    "be": "Беларуская · Belarusian", "bn": "বাংলা · Bengali", "bs": "Bosanski · Bosnian",
    "br": "Brezhoneg · Breton", "bg": "Български · Bulgarian", "my": "မြန်မာ · Burmese",
    "ca": "Català · Catalan", "ceb": "Cebuano", "zh-Hans": "简体中文 · Chinese, simplified",
    "zh-Hant": "繁體中文 · Chinese, traditional", "yue": "粵語 · Cantonese", "kw": "Kernewek · Cornish",
    "hr": "Hrvatski · Croatian", "cs": "Čeština · Czech", "da": "Dansk · Danish", "nl": "Nederlands · Dutch",
    "en": "English", "en-GB": "English, British", "en-US": "English, American", "ang": "Old English",
    "eo": "Esperanto", "et": "Eesti · Estonian", "fo": "Føroyskt · Faroese", "fil": "Filipino",
    "fi": "Suomi · Finnish", "fr": "Français · French", "fy": "Frysk · Frisian", "gl": "Galego · Galician",
    "ka": "ქართული · Georgian", "de": "Deutsch · German", "el": "Ελληνικά · Greek",
    "grc": "Ἑλληνική · Ancient Greek", "gu": "ગુજરાતી · Gujarati", "ht": "Kreyòl ayisyen · Haitian Creole",
    "ha": "Hausa", "haw": "ʻŌlelo Hawaiʻi · Hawaiian", "he": "עברית · Hebrew", "hi": "हिन्दी · Hindi",
    "hu": "Magyar · Hungarian", "is": "Íslenska · Icelandic", "ia": "Interlingua", "ga": "Gaeilge · Irish",
    "it": "Italiano · Italian", "ja": "日本語 · Japanese", "jv": "Basa Jawa · Javanese", "kk": "Қазақша · Kazakh",
    "km": "ខ្មែរ · Khmer", "tlh": "tlhIngan Hol · Klingon", "ko": "한국어 · Korean", "ku": "Kurdî · Kurdish",
    "la": "Latina · Latin", "lv": "Latviešu · Latvian", "lt": "Lietuvių · Lithuanian", "jbo": "Lojban",
    "lb": "Lëtzebuergesch · Luxembourgish", "mk": "Македонски · Macedonian", "mg": "Malagasy",
    "ml": "മലയാളം · Malayalam", "mt": "Malti · Maltese", "gv": "Gaelg · Manx", "mi": "Te reo Māori · Māori",
    "mr": "मराठी · Marathi", "mn": "Монгол · Mongolian", "nah": "Nāhuatl · Nahuatl", "ne": "नेपाली · Nepali",
    "nb": "Norsk bokmål · Norwegian", "nn": "Norsk nynorsk · Norwegian, Nynorsk", "oc": "Occitan",
    "fa": "فارسی · Persian", "pl": "Polski · Polish", "pt": "Português · Portuguese",
    "pt-BR": "Português brasileiro · Portuguese, Brazilian", "pa": "ਪੰਜਾਬੀ · Punjabi",
    "qu": "Runa simi · Quechua", "qya": "Quenya", "ro": "Română · Romanian", "rm": "Rumantsch · Romansh",
    "ru": "Русский · Russian", "sa": "संस्कृतम् · Sanskrit", "sco": "Scots", "gd": "Gàidhlig · Scottish Gaelic",
    "sr": "Српски · Serbian", "si": "සිංහල · Sinhala", "sjn": "Sindarin", "sk": "Slovenčina · Slovak",
    "sl": "Slovenščina · Slovene", "so": "Soomaali · Somali", "es": "Español · Spanish",
    "sw": "Kiswahili · Swahili", "sv": "Svenska · Swedish", "tl": "Tagalog", "ta": "தமிழ் · Tamil",
    "te": "తెలుగు · Telugu", "th": "ไทย · Thai", "bo": "བོད་སྐད · Tibetan", "tok": "toki pona",
    "tr": "Türkçe · Turkish", "uk": "Українська · Ukrainian", "ur": "اردو · Urdu", "uz": "Oʻzbekcha · Uzbek",
    "vi": "Tiếng Việt · Vietnamese", "cy": "Cymraeg · Welsh", "xh": "isiXhosa · Xhosa", "yi": "ייִדיש · Yiddish",
    "yo": "Yorùbá · Yoruba", "zu": "isiZulu · Zulu",
}  # fmt: skip
# What they are called on a page that is not English, where Django's catalogues do not say it.
CALLED_HERE = {
    "ang": pgettext_lazy("language", "Old English"),
    "bn": pgettext_lazy("language", "Bengali"),
    "bo": pgettext_lazy("language", "Tibetan"),
    "ceb": pgettext_lazy("language", "Cebuano"),
    "en-US": pgettext_lazy("language", "American English"),
    "fil": pgettext_lazy("language", "Filipino"),
    "fo": pgettext_lazy("language", "Faroese"),
    "grc": pgettext_lazy("language", "Ancient Greek"),
    "gu": pgettext_lazy("language", "Gujarati"),
    "gv": pgettext_lazy("language", "Manx"),
    "ha": pgettext_lazy("language", "Hausa"),
    "haw": pgettext_lazy("language", "Hawaiian"),
    "ht": pgettext_lazy("language", "Haitian Creole"),
    "jbo": pgettext_lazy("language", "Lojban"),
    "jv": pgettext_lazy("language", "Javanese"),
    "ku": pgettext_lazy("language", "Kurdish"),
    "kw": pgettext_lazy("language", "Cornish"),
    "la": pgettext_lazy("language", "Latin"),
    "mg": pgettext_lazy("language", "Malagasy"),
    "mi": pgettext_lazy("language", "Māori"),
    "mt": pgettext_lazy("language", "Maltese"),
    "nah": pgettext_lazy("language", "Nahuatl"),
    "nb": pgettext_lazy("language", "Norwegian"),
    "oc": pgettext_lazy("language", "Occitan"),
    "qu": pgettext_lazy("language", "Quechua"),
    "qya": pgettext_lazy("language", "Quenya"),
    "rm": pgettext_lazy("language", "Romansh"),
    "sa": pgettext_lazy("language", "Sanskrit"),
    "sco": pgettext_lazy("language", "Scots"),
    "si": pgettext_lazy("language", "Sinhala"),
    "sjn": pgettext_lazy("language", "Sindarin"),
    "so": pgettext_lazy("language", "Somali"),
    "sw": pgettext_lazy("language", "Swahili"),
    "tl": pgettext_lazy("language", "Tagalog"),
    "tlh": pgettext_lazy("language", "Klingon"),
    "tok": pgettext_lazy("language", "Toki Pona"),
    "xh": pgettext_lazy("language", "Xhosa"),
    "yi": pgettext_lazy("language", "Yiddish"),
    "yo": pgettext_lazy("language", "Yoruba"),
    "yue": pgettext_lazy("language", "Cantonese"),
    "zu": pgettext_lazy("language", "Zulu"),
}
# What other archives and programs call them.
OTHER_NAMES = {
    "zh": "zh-Hans", "zh-cn": "zh-Hans", "zh-tw": "zh-Hant", "chinese": "zh-Hans", "中文": "zh-Hans",
    "中文-普通话 國語": "zh-Hans", "中文-广东话 粵語": "yue", "eng": "en", "american english": "en-US",
    "british english": "en-GB", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it",
    "nld": "nl", "dut": "nl", "rus": "ru", "jpn": "ja", "por": "pt", "norsk": "nb", "no": "nb",
    "norwegian": "nb", "brazilian portuguese": "pt-BR", "indonesian": "id", "persian": "fa",
}  # fmt: skip


def language_name(code: str) -> str:
    """What its readers call it, then the page's readers: "العربية · Arabisch"; a region's for its language's, unknown as is."""
    known = code if code in LANGUAGES else code.split("-", maxsplit=1)[0]
    if known not in LANGUAGES:
        return code
    own, _, english = LANGUAGES[known].partition(" · ")
    ours = _name_on_page(known) or english
    return f"{own} · {ours}" if ours and ours != own else own


def _name_on_page(code: str) -> str:
    """What it is called in the page's language, by Django's catalogue or ours; nothing where neither knows, or in English."""
    if are_one(get_language() or "en", "en"):
        return ""
    # Not get_language_info(), which takes an unknown region for its language: American English is not all English.
    name = LANG_INFO.get(code.lower(), {}).get("name", "")
    ours = gettext(name) if name else ""
    return str(CALLED_HERE.get(code, "")) if ours == name else ours


def code_of(name: str) -> str | None:
    """The code behind a name in the language itself or in English, or behind a code; None if unknown."""
    wanted = name.replace("_", "-").strip().casefold()
    return _codes().get(wanted) or _codes().get(wanted.split("-", maxsplit=1)[0])


@cache
def _codes() -> dict[str, str]:
    found = dict(OTHER_NAMES)
    for code, names in LANGUAGES.items():
        for known in (code, *names.split(" · ")):
            found.setdefault(known.casefold(), code)
    return found


def code_of_page() -> str:
    """The language that the reader's pages are in."""
    return code_of(get_language() or "") or ""


def are_one(one: str, other: str) -> bool:
    """Whether two codes say the same language, wherever it is spoken: British and American English are one."""
    return one.split("-", maxsplit=1)[0].lower() == other.split("-", maxsplit=1)[0].lower()


def language_choices() -> list[tuple[str, str]]:
    """(code, name) pairs for a form, sorted by the names that the page's readers know."""
    return list(_choices_in(get_language()))


@cache
def _choices_in(_page: str | None) -> list[tuple[str, str]]:
    # A form of a work asks for them several times.
    return sorted(
        ((code, language_name(code)) for code in LANGUAGES), key=lambda pair: _alphabetical(pair[1])
    )


def _alphabetical(name: str) -> str:
    return unicodedata.normalize("NFKD", name.rpartition(" · ")[-1]).casefold()
