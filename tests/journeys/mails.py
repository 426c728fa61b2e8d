"""What the worker does between two deeds of the people, and the mails that come of it."""

import re

from django.core import mail

from surveys.notices.delivery import deliver_due


def link_to(address, site):
    """The link in the newest mail to this address, after everything that waits was sent."""
    deliver_due()
    newest = [message for message in mail.outbox if address in message.to[0]][-1]
    return re.search(re.escape(site) + r"(/\S*)", newest.body)[1]
