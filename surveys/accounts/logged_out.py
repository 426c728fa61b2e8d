"""Whoever sends a form after the login has ended, by itself or in another tab, keeps what stands in it."""

from typing import Any

from django.contrib.auth import middleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from surveys.accounts.sent_forms import is_from_our_page, sent_again, texts_of, wants_json


class LoginRequiredMiddleware(middleware.LoginRequiredMiddleware):
    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponseBase | None:
        to_login = super().process_view(request, *view)
        is_ours = request.method == "POST" and is_from_our_page(request) and not wants_json(request)
        if to_login is None or not (is_ours and (texts := texts_of(request))):
            return to_login
        context = {"texts": texts, "fields": list(sent_again(request)), "address": request.get_full_path()}
        return render(request, "403_logged_out.html", context | {"has_files": bool(request.FILES)}, status=403)
