"""The addresses at which operators' requests are read and answered."""

from django.urls import path

from surveys.bureau.dialogue import answering, requests

paths = [
    path("rounds/<uuid:pk>/requests/", requests.requests, name="round_requests"),
    path("rounds/<uuid:pk>/requests/answer/", answering.answer_requests, name="round_answer"),
]
