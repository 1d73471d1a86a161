"""What memory announces, in the past tense, after the commit."""

from django.dispatch import Signal

prediction_sealed = (
    Signal()
)  # prediction: Prediction; each hears of it once they have come to its place
