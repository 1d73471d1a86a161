from django.urls import URLPattern, path

from bookcub.meetings.views import calendars, meetings, questions, recall, rsvps, times

app_name = "meetings"

MEETING = "meetings/<int:meeting_id>"
CLUB = "clubs/<int:club_id>"

urlpatterns: list[URLPattern] = [
    path(f"{CLUB}/meetings", meetings.index, name="meeting_index"),
    path(f"{CLUB}/meetings/new", meetings.new, name="meeting_new"),
    path(f"{CLUB}/calendar", calendars.club, name="calendar_detail"),
    path(f"{CLUB}/calendar/address", calendars.club_address, name="calendar_update"),
    path("calendar", calendars.own, name="own_calendar_detail"),
    path("calendar/address", calendars.own_address, name="own_calendar_update"),
    path("calendars/<str:key>.ics", calendars.feed, name="feed_detail"),
    path(f"{MEETING}.ics", calendars.meeting, name="meeting_file"),
    path(MEETING, meetings.detail, name="meeting_detail"),
    path(f"{MEETING}/edit", meetings.edit, name="meeting_edit"),
    path(f"{MEETING}/cancellation", meetings.cancellation, name="cancellation_create"),
    path(f"{MEETING}/slots", times.create, name="slot_create"),
    path(f"{MEETING}/slots/<int:slot_id>/delete", times.delete, name="slot_delete"),
    path(f"{MEETING}/availability", times.answer, name="availability_update"),
    path(f"{MEETING}/time", times.fixation, name="time_create"),
    path(f"{MEETING}/rsvp", rsvps.create, name="rsvp_create"),
    path(f"{MEETING}/agenda", questions.agenda, name="agenda_detail"),
    path(f"{MEETING}/questions", questions.create, name="question_create"),
    path(f"{MEETING}/questions/order", questions.order, name="question_order"),
    path(
        f"{MEETING}/questions/<int:question_id>/delete", questions.delete, name="question_delete"
    ),
    path("clubs/recall", recall.index, name="recall_index"),
]
