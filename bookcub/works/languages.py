"""The languages a work can be in: BCP 47 codes with the name each language gives itself."""

from __future__ import annotations

LANGUAGES: dict[str, str] = {
    "af": "Afrikaans",
    "ar": "العربية",
    "be": "беларуская",
    "bg": "Български",
    "bn": "বাংলা",
    "bs": "Bosanski",
    "ca": "Català",
    "cs": "Čeština",
    "cy": "Cymraeg",
    "da": "Dansk",
    "de": "Deutsch",
    "el": "Ελληνικά",
    "en": "English",
    "eo": "Esperanto",
    "es": "Español",
    "et": "Eesti",
    "eu": "Euskara",
    "fa": "فارسی",
    "fi": "Suomi",
    "fil": "Filipino",
    "fr": "Français",
    "ga": "Gaeilge",
    "gd": "Gàidhlig",
    "gl": "Galego",
    "grc": "Ἑλληνική",
    "he": "עברית",
    "hi": "हिन्दी",
    "hr": "Hrvatski",
    "hu": "Magyar",
    "hy": "Հայերեն",
    "id": "Bahasa Indonesia",
    "is": "Íslenska",
    "it": "Italiano",
    "ja": "日本語",
    "ka": "ქართული",
    "kk": "Қазақша",
    "ko": "한국어",
    "la": "Latina",
    "lt": "Lietuvių",
    "lv": "Latviešu",
    "mk": "Македонски",
    "mr": "मराठी",
    "ms": "Bahasa Melayu",
    "nb": "Norsk bokmål",
    "nl": "Nederlands",
    "nn": "Norsk nynorsk",
    "pl": "Polski",
    "pt": "Português",
    "pt-BR": "Português brasileiro",
    "qya": "Quenya",
    "ro": "Română",
    "ru": "Русский",
    "sco": "Scots",
    "sjn": "Sindarin",
    "sk": "Slovenčina",
    "sl": "Slovenščina",
    "sq": "Shqip",
    "sr": "Српски",
    "sv": "Svenska",
    "sw": "Kiswahili",
    "ta": "தமிழ்",
    "te": "తెలుగు",
    "th": "ไทย",
    "tlh": "tlhIngan Hol",
    "tok": "toki pona",
    "tr": "Türkçe",
    "uk": "Українська",
    "ur": "اردو",
    "vi": "Tiếng Việt",
    "yi": "ייִדיש",
    "zh": "中文",
    "zh-Hans": "中文（简体）",
    "zh-Hant": "中文（繁體）",
    "zu": "isiZulu",
}
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "yi"})


def language_name(code: str) -> str:
    """The language's own name; the code itself for one that is not on the list."""
    return LANGUAGES.get(code, code)


def direction(code: str) -> str:
    """Say `rtl` or `ltr`, as HTML's dir attribute takes it."""
    return "rtl" if code in RIGHT_TO_LEFT else "ltr"


def code_of(name: str) -> str | None:
    """The code behind a code or a name, also an English archive's ("English", "中文-普通话 國語")."""
    wanted = name.strip().casefold()
    for code, own_name in LANGUAGES.items():
        if wanted in {code.casefold(), own_name.casefold()}:
            return code
    return None
