"""What memory announces, in the past tense, after the commit."""

from django.dispatch import Signal

prediction_opened = Signal()  # prediction: Prediction
