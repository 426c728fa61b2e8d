"""The addresses at which returns are reviewed."""

from django.urls import path

from surveys.bureau.review import accepting, attachments, queue, reviewing

paths = [
    path("rounds/<uuid:pk>/review/", queue.queue, name="review_queue"),
    path("rounds/<uuid:pk>/review/accept/", accepting.accept_plain, name="review_accept_plain"),
    path("responses/<uuid:pk>/", reviewing.review, name="review"),
    path("responses/<uuid:pk>/revisions/<int:number>/", reviewing.earlier, name="review_revision"),
    path("attachments/<uuid:pk>/", attachments.download, name="attachment"),
    path("attachments/<uuid:pk>/pages/<int:number>/", attachments.page, name="attachment_page"),
    path("responses/<uuid:pk>/accept/", reviewing.accept_it, name="review_accept"),
    path("responses/<uuid:pk>/send-back/", reviewing.send_it_back, name="review_send_back"),
    path("responses/<uuid:pk>/take-back/", reviewing.recall_it, name="review_recall"),
    path("responses/<uuid:pk>/more-time/", reviewing.give_time, name="review_give_time"),
]
