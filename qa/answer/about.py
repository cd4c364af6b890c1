"""Replies to small talk, to questions about the program itself, and to questions in another language."""

from __future__ import annotations

from collections.abc import Sequence

from qa.question.small_talk import Talk
from qa.types import Answer

WHAT_IT_DOES = (
    "I answer questions about the {texts}, and show the sentence that proves each answer. "
    "Ask who, when, where, why, how or how many, whether something is so, for a list, or for a summary."
)
OPENINGS: dict[Talk, str] = {
    "greeting": "Hello!",
    "thanks": "You are welcome!",
    "farewell": "Goodbye!",
    "feedback": "Thank you for telling me. Every answer shows where it stands in the text, so that you can check it.",
    "identity": "I am a program that looks things up, not a person; I run on this machine, without the internet.",
    "ability": "",
    "origin": "Every answer is taken from the texts word for word, and its sentence is shown with it; I can pick the "
    "wrong one, so look at the sentence. What the texts do not say, I do not know.",
    "memory": "I understand a question by the turns before it in this conversation, and keep nothing of it afterwards.",
    "language": "I read and answer in English only.",
}
"""What is said first, to each kind of small talk. After thanks and a farewell nothing more is said."""
CLOSING: frozenset[Talk] = frozenset({"thanks", "farewell"})

IN_OTHER_LANGUAGES = {
    "de": "Ich lese nur englische Texte und verstehe nur englische Fragen. Bitte fragen Sie auf Englisch.",
    "fr": "Je ne lis que des textes en anglais et ne comprends que l'anglais. Posez votre question en anglais.",
    "es": "Solo leo textos en inglés y solo entiendo preguntas en inglés. Por favor, pregunte en inglés.",
    "it": "Leggo solo testi in inglese e capisco solo domande in inglese. Per favore, chieda in inglese.",
    "pt": "Só leio textos em inglês e só entendo perguntas em inglês. Por favor, pergunte em inglês.",
    "nl": "Ik lees alleen Engelse teksten en begrijp alleen Engelse vragen. Stel uw vraag in het Engels.",
    "da": "Jeg læser kun engelske tekster og forstår kun engelske spørgsmål. Spørg venligst på engelsk.",
    "sv": "Jag läser bara engelska texter och förstår bara engelska frågor. Fråga gärna på engelska.",
    "no": "Jeg leser bare engelske tekster og forstår bare engelske spørsmål. Spør gjerne på engelsk.",
    "pl": "Czytam tylko teksty angielskie i rozumiem tylko pytania po angielsku. Proszę zapytać po angielsku.",
    "tr": "Yalnızca İngilizce metinleri okuyor ve İngilizce soruları anlıyorum. Lütfen İngilizce sorun.",
    "ru": "Я читаю только английские тексты и понимаю только вопросы на английском. Спросите по-английски.",
    "zh": "我只能阅读英文文本，也只能理解英文问题。请用英文提问。",
    "ja": "英語の文章しか読めず、英語の質問しか理解できません。英語で質問してください。",
    "ko": "저는 영어 글만 읽고 영어 질문만 이해합니다. 영어로 질문해 주세요.",
    "ar": "أقرأ النصوص الإنجليزية فقط وأفهم الأسئلة الإنجليزية فقط. من فضلك اسأل بالإنجليزية.",
    "hi": "मैं केवल अंग्रेज़ी पाठ पढ़ता हूँ और केवल अंग्रेज़ी प्रश्न समझता हूँ। कृपया अंग्रेज़ी में पूछें।",
}
IN_ENGLISH = "I read English texts and understand questions in English only. Please ask in English."
"""Follows the reply in the question's own language, and stands alone where that is not among the above."""


def reply(question: str, talk: Talk, collections: Sequence[str], examples: Sequence[str]) -> Answer:
    """Return what is said to small talk; ``examples`` are questions that the texts of ``collections`` answer."""
    opening = OPENINGS[talk]
    more = "" if talk in CLOSING else WHAT_IT_DOES.format(texts=" and the ".join(collections))
    return _reply(question, f"{opening} {more}".strip(), examples)


def reply_in(question: str, language: str, examples: Sequence[str]) -> Answer:
    """Return what is said to a question in ``language``, an ISO 639 code: that English is read, if possible in it."""
    return _reply(question, f"{IN_OTHER_LANGUAGES.get(language, '')} {IN_ENGLISH}".strip(), examples)


def _reply(question: str, text: str, examples: Sequence[str]) -> Answer:
    return Answer(
        text=text,
        status="about_itself",
        confidence=1.0,
        question=question,
        resolved_question=question,
        follow_ups=tuple(examples),
    )
