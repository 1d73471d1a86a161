from django.urls import URLPattern, path

from bookcub.meetings.views import (
    agendas,
    attendances,
    availabilities,
    cancellations,
    meetings,
    names_availabilities,
    names_rsvps,
    next_meetings,
    own_attendances,
    question_orders,
    questions,
    rsvps,
    slots,
    times,
)
from bookcub.meetings.views.calendars import club_calendars, feeds, meeting_files, own_calendars
from bookcub.meetings.views.minutes import minutes, publications, restorations, revisions
from bookcub.meetings.views.room import (
    arrivals,
    closings,
    counts,
    hands,
    lines,
    opened_passages,
    openings,
    presences,
    rooms,
    shows_of_hands,
    spoiler_consents,
    streams,
    timers,
    topics,
)

app_name = "meetings"

MEETING = "meetings/<int:meeting_id>"
ROOM = f"{MEETING}/room"
MINUTES = f"{MEETING}/minutes"
CLUB = "clubs/<int:club_id>"

urlpatterns: list[URLPattern] = [
    path(f"{CLUB}/meetings", meetings.index, name="meeting_index"),
    path(f"{CLUB}/meetings/new", meetings.new, name="meeting_new"),
    path(f"{CLUB}/meetings/next", next_meetings.detail, name="next_meeting_detail"),
    path(f"{CLUB}/calendar", club_calendars.detail, name="calendar_detail"),
    path(f"{CLUB}/calendar/address", club_calendars.update, name="calendar_update"),
    path("calendar", own_calendars.detail, name="own_calendar_detail"),
    path("calendar/address", own_calendars.update, name="own_calendar_update"),
    path("calendars/<str:key>.ics", feeds.detail, name="feed_detail"),
    path(f"{MEETING}.ics", meeting_files.detail, name="meeting_file_detail"),
    path(MEETING, meetings.detail, name="meeting_detail"),
    path(f"{MEETING}/edit", meetings.edit, name="meeting_edit"),
    path(f"{MEETING}/delete", meetings.delete, name="meeting_delete"),
    path(f"{MEETING}/cancellation", cancellations.create, name="cancellation_create"),
    path(f"{MEETING}/slots", slots.create, name="slot_create"),
    path(f"{MEETING}/slots/<int:slot_id>/delete", slots.delete, name="slot_delete"),
    path(f"{MEETING}/availability", availabilities.update, name="availability_update"),
    path(
        f"{MEETING}/availability/<int:membership_id>",
        names_availabilities.edit,
        name="names_availability_edit",
    ),
    path(f"{MEETING}/time", times.create, name="time_create"),
    path(f"{MEETING}/rsvp", rsvps.create, name="rsvp_create"),
    path(f"{MEETING}/rsvps", names_rsvps.create, name="names_rsvp_create"),
    path(f"{MEETING}/attendance", attendances.edit, name="attendance_edit"),
    path(f"{MEETING}/attendance/own", own_attendances.update, name="own_attendance_update"),
    path(f"{MEETING}/agenda", agendas.detail, name="agenda_detail"),
    path(f"{MEETING}/questions", questions.create, name="question_create"),
    path(f"{MEETING}/questions/order", question_orders.edit, name="question_order_edit"),
    path(f"{MEETING}/questions/<int:question_id>/delete", questions.delete, name="question_delete"),
    path(ROOM, rooms.detail, name="room_detail"),
    path(f"{ROOM}/stream", streams.detail, name="stream_detail"),
    path(f"{ROOM}/opening", openings.create, name="opening_create"),
    path(f"{ROOM}/closing", closings.create, name="closing_create"),
    path(f"{ROOM}/leaving", presences.delete, name="presence_delete"),
    path(f"{ROOM}/timer", timers.create, name="timer_create"),
    path(f"{ROOM}/timer/delete", timers.delete, name="timer_delete"),
    path(f"{ROOM}/lines", lines.create, name="line_create"),
    path(f"{ROOM}/lines/<int:number>/delete", lines.delete, name="line_delete"),
    path(f"{ROOM}/questions/<int:question_id>", topics.create, name="topic_create"),
    path(f"{ROOM}/openings", opened_passages.create, name="opened_passage_create"),
    path(f"{ROOM}/hands", shows_of_hands.create, name="show_of_hands_create"),
    path(f"{ROOM}/hands/<int:show_id>", hands.create, name="hand_create"),
    path(f"{ROOM}/hands/<int:show_id>/count", counts.create, name="count_create"),
    path(f"{MEETING}/arrival", arrivals.create, name="arrival_create"),
    path(f"{MEETING}/unminding", spoiler_consents.create, name="spoiler_consent_create"),
    path(f"{MEETING}/unminding/delete", spoiler_consents.delete, name="spoiler_consent_delete"),
    path(MINUTES, minutes.detail, name="minutes_detail"),
    path(f"{MINUTES}/edit", minutes.edit, name="minutes_edit"),
    path(f"{MINUTES}/delete", minutes.delete, name="minutes_delete"),
    path(f"{MINUTES}/publication", publications.create, name="publication_create"),
    path(f"{MINUTES}/publication/delete", publications.delete, name="publication_delete"),
    path(f"{MINUTES}/revisions", revisions.index, name="revision_index"),
    path(
        f"{MINUTES}/revisions/<int:number>/restoration",
        restorations.create,
        name="restoration_create",
    ),
]
