"""What anybody may see without an account."""

from django.urls import path

from surveys.public import receipts

app_name = "public"
urlpatterns = [
    path("receipts/", receipts.receipts, name="receipts"),
    path("receipts/verify_receipt.py", receipts.program, name="program"),
    path(".well-known/receipt-keys.json", receipts.keys, name="receipt_keys"),
]
