from django.urls import URLPattern, path

from bookcub.meetings.views import (
    calendars,
    lines,
    meetings,
    minutes,
    next_meeting,
    questions,
    rooms,
    rsvps,
    streams,
    times,
)

app_name = "meetings"

MEETING = "meetings/<int:meeting_id>"
ROOM = f"{MEETING}/room"
MINUTES = f"{MEETING}/minutes"
CLUB = "clubs/<int:club_id>"

urlpatterns: list[URLPattern] = [
    path(f"{CLUB}/meetings", meetings.index, name="meeting_index"),
    path(f"{CLUB}/meetings/new", meetings.new, name="meeting_new"),
    path(f"{CLUB}/meetings/next", next_meeting.detail, name="next_meeting"),
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
    path(f"{MEETING}/questions/<int:question_id>/delete", questions.delete, name="question_delete"),
    path(ROOM, rooms.detail, name="room_detail"),
    path(f"{ROOM}/stream", streams.detail, name="stream_detail"),
    path(f"{ROOM}/opening", rooms.open_room, name="room_open"),
    path(f"{ROOM}/closing", rooms.close_room, name="room_close"),
    path(f"{ROOM}/leaving", rooms.leave, name="presence_delete"),
    path(f"{ROOM}/timer", rooms.set_timer, name="timer_create"),
    path(f"{ROOM}/timer/delete", rooms.stop_timer, name="timer_delete"),
    path(f"{ROOM}/lines", lines.create, name="line_create"),
    path(f"{ROOM}/lines/<int:number>/delete", lines.delete, name="line_delete"),
    path(f"{ROOM}/openings", lines.open_book, name="opening_create"),
    path(f"{ROOM}/hands", lines.ask_for_hands, name="show_create"),
    path(f"{ROOM}/hands/<int:show_id>", lines.raise_hand, name="hand_create"),
    path(f"{ROOM}/hands/<int:show_id>/count", lines.count_hands, name="show_close"),
    path(f"{MEETING}/arrival", rooms.come_this_far, name="arrival_create"),
    path(f"{MEETING}/unminding", rooms.not_mind, name="unminding_create"),
    path(f"{MEETING}/unminding/delete", rooms.mind, name="unminding_delete"),
    path(MINUTES, minutes.detail, name="minutes_detail"),
    path(f"{MINUTES}/edit", minutes.edit, name="minutes_edit"),
    path(f"{MINUTES}/publication", minutes.publish, name="publication_create"),
    path(f"{MINUTES}/publication/delete", minutes.withdraw, name="publication_delete"),
    path(f"{MINUTES}/revisions", minutes.history, name="minutes_history"),
    path(f"{MINUTES}/revisions/<int:number>/restoration", minutes.restore, name="minutes_restore"),
]
