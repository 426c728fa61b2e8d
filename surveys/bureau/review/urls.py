"""The addresses at which returns are reviewed."""

from django.urls import path

from surveys.bureau.review import accepting, attachments, queue, reviewing

paths = [
    path("rounds/<uuid:pk>/review/", queue.queue, name="review-queue"),
    path("rounds/<uuid:pk>/review/accept/", accepting.accept_plain, name="review-accept-plain"),
    path("responses/<uuid:pk>/", reviewing.review, name="review"),
    path("responses/<uuid:pk>/revisions/<int:number>/", reviewing.earlier, name="review-revision"),
    path("attachments/<uuid:pk>/", attachments.download, name="attachment"),
    path("responses/<uuid:pk>/accept/", reviewing.accept_it, name="review-accept"),
    path("responses/<uuid:pk>/send-back/", reviewing.send_it_back, name="review-send-back"),
]
