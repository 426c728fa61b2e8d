"""The addresses at which operators' requests and messages are read and answered."""

from django.urls import path

from surveys.bureau.dialogue import answering, messages, requests

paths = [
    path("rounds/<uuid:pk>/requests/", requests.requests, name="round_requests"),
    path("rounds/<uuid:pk>/requests/answer/", answering.answer_requests, name="round_answer"),
    path("rounds/<uuid:pk>/messages/", messages.of_round, name="round_messages"),
    path("responses/<uuid:pk>/messages/", messages.of_response, name="response_messages"),
    path("responses/<uuid:pk>/messages/spare/", messages.spare, name="response_spare"),
]
