"""Every act that two people can do on one response at the same time. Each opens its page, and later sends what stood on it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.lib.files.contents import PDF, png
from tests.portal.declaring import declare
from tests.responses.pairs.stage import REASON

WHO = ("Alice", "Carol")
SAVE = "保存并返回清单"


class Act:
    """`number`: the first or the second of two people; `typed`: what he types, to be found whatever happens."""

    button = ""

    def __init__(self, stage, number, other):
        self.stage, self.number, self.other = stage, number, other
        self.typed = []
        self.open()

    def open(self):
        raise NotImplementedError

    def send(self):
        raise NotImplementedError

    def is_done(self):
        raise NotImplementedError

    def outcome(self):
        """ "done", "look": nothing was done, the page as it stands now has the button once more, or "over"."""
        if self.is_done():
            return "done"
        buttons = [" ".join(one.text_content().split()) for one in self.visitor.page.xpath("//main//button")]
        return "look" if any(self.button in one for one in buttons) else "over"

    def texts_shown(self):
        fields = [
            one.get("value") or one.text_content() for one in self.visitor.page.xpath("//main//input|//main//textarea")
        ]
        return " ".join([self.visitor.text, *fields])


class ByOperator(Act):
    @property
    def person(self):
        return (self.stage.world.alice, self.stage.carol)[self.number]

    def visit(self, url):
        self.visitor = self.stage.operator(self.number).open(url)


class OfSection(ByOperator):
    section = "facility"
    button = SAVE

    def open(self):
        self.visit(self.stage.portal("section", self.section))
        self.type()

    def send(self):
        self.visitor.press(SAVE)

    def is_done(self):
        return self.visitor.response.status_code == 200


class Answer(OfSection):
    section = "statement"

    def type(self):
        self.typed = [f"备注 {WHO[self.number]}"]
        self.visitor.fill(remarks=self.typed[0])


class Row(OfSection):
    def type(self):
        self.typed = [("61.25", "72.75")[self.number]]
        self.visitor.fill_row("business", 1, business_share=self.typed[0])


class Reason(OfSection):
    def type(self):
        self.typed = [("甲", "乙")[self.number] * 1500]
        self.visitor.in_form({f"r.{REASON}": self.typed[0]})


class File(OfSection):
    section = "statement"

    def type(self):
        self.typed = [f"{WHO[self.number]}.{('pdf', 'png')[self.number]}"]

    def send(self):
        file = SimpleUploadedFile(self.typed[0], (PDF, png())[self.number])
        url = self.stage.portal("section", self.section)
        data = dict(self.visitor.values()) | {"act": "list", "a.evidence:file": file}
        self.visitor._show(self.visitor.client.post(url, data, follow=True), url)


class Confirm(ByOperator):
    button = "确认"

    def open(self):
        round, organisation = self.stage.round, self.stage.world.alice_org
        self.visit(f"/portal/rounds/{round.pk}/organisations/{organisation.pk}/confirm/")
        self.typed = [f"负责人 {WHO[self.number]}"]
        self.visitor.fill(responsible=self.typed[0])

    def send(self):
        self.visitor.press("确认")

    def is_done(self):
        return "已确认" in " ".join(self.visitor.texts("message-success"))


class Nil(ByOperator):
    page = "nil"
    button = "将零报告报送给"

    def open(self):
        self.visit(self.stage.portal(self.page))
        if self.visitor.page.xpath("//*[@name='because']"):
            self.typed = [f"更正 {WHO[self.number]}"]

    def send(self):
        declare(self.visitor, self.button, **({"because": self.typed[0]} if self.typed else {}))

    def is_done(self):
        return "/receipts/" in self.visitor.url

    def outcome(self):
        """What bars the way is told above a page without the button."""
        is_same_page = self.visitor.response.status_code == 200 and self.page in self.visitor.url
        return "look" if is_same_page else super().outcome()


class Submit(Nil):
    page = "check"
    button = "报送给"


class EndRole(ByOperator):
    """Of the colleague who does the other act, where that is one."""

    button = "end"

    def open(self):
        is_colleague = isinstance(self.other, type) and issubclass(self.other, ByOperator) and self.other is not EndRole
        colleague = (self.stage.world.alice, self.stage.carol)[1 - self.number]
        self.visit(self.stage.end_role_of(colleague if is_colleague else self.stage.world.bob))

    def send(self):
        self.visitor.send(self.visitor.values())

    def is_done(self):
        return bool(self.visitor.texts("message-success"))


class ByOfficer(Act):
    page = "review"
    form = ""
    query = ""

    def open(self):
        pk = self.stage.response.pk if self.page == "review" else self.stage.round.pk
        self.visitor = self.stage.officer(self.number).at(self.page, pk, query=self.query).the_form(self.form)
        self.type()

    def type(self):
        pass

    def because(self, field="reason"):
        self.typed = [f"理由 {self.number}"]
        self.visitor.in_form({field: self.typed[0]})

    def send(self):
        self.visitor.press(self.button)

    def is_done(self):
        return bool(self.visitor.texts("message-success"))


class SendBack(ByOfficer):
    form = "/send-back/"
    button = "Send back"

    def type(self):
        self.because("remark_total_kwh")


class Accept(ByOfficer):
    form = "/accept/"
    button = "Accept"


class Recall(ByOfficer):
    form = "/take-back/"
    button = "Take the sending back back"

    def type(self):
        self.because("note")


class Chosen(ByOfficer):
    def open(self):
        self.query = f"?assignment={self.stage.response.assignment_id}"
        super().open()


class Extend(Chosen):
    page = "round_extend"
    button = "Extend"

    def type(self):
        self.because()
        later = (self.stage.round.deadline + timedelta(days=5)).astimezone(ZoneInfo(self.stage.round.time_zone))
        self.visitor.in_form({"deadline_date": f"{later:%Y-%m-%d}", "deadline_time": f"{later:%H:%M}"})


class AnswerRequest(ByOfficer):
    """Alice has asked for three days more."""

    page = "round_answer"
    button = "Answer"

    def open(self):
        self.query = f"?request={self.stage.ask().pk}"
        super().open()

    def type(self):
        self.because("answer")
        self.visitor.in_form({"ruling": "as_asked"})


class TakeOut(Chosen):
    page = "round_take_out"
    button = "Take out"

    def type(self):
        self.because()


class Amend(ByOfficer):
    page = "round_amend"
    query = "?version=2"
    button = "Change to version 2"

    def open(self):
        self.stage.publish_a_later_version()
        super().open()

    def type(self):
        self.typed = [f"原因 {self.number}", f"Reason {self.number}"]
        self.visitor.in_form({"reason_zh": self.typed[0], "reason_en": self.typed[1]})


class Close(ByOfficer):
    page = "round_close"
    button = "Close"

    def type(self):
        self.because()


class Withdraw(Close):
    page = "round_withdraw"
    button = "Withdraw"


ACTS = {
    "answer": Answer,
    "row": Row,
    "reason": Reason,
    "file": File,
    "organisation's data": Confirm,
    "nil return": Nil,
    "submit": Submit,
    "send back": SendBack,
    "take back": Recall,
    "accept": Accept,
    "extend": Extend,
    "answer a request": AnswerRequest,
    "change the questionnaire": Amend,
    "close": Close,
    "withdraw": Withdraw,
    "take out": TakeOut,
    "end a role": EndRole,
}
