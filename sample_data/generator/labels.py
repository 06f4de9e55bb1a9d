"""What the columns are called in words, for the files that can carry it."""

from __future__ import annotations

_DIFFICULTIES = (
    "Restless, cannot stay still", "Complains of headaches or stomach aches",
    "Often loses temper", "Plays alone", "Worries a lot", "Fidgets", "Thinks before acting",
    "Fights with other children", "Unhappy or tearful", "Easily distracted",
    "Has at least one good friend", "Clings in new places", "Lies or cheats",
    "Liked by other children", "Picked on by other children", "Wanders off from tasks",
    "Takes things that are not theirs", "Gets on better with adults", "Many fears",
    "Does not finish what is begun",
)  # fmt: skip
_DEPRESSION = (
    "Bothered by things that usually do not bother me", "Trouble keeping my mind on things",
    "Felt depressed", "Everything was an effort", "Felt hopeful about the future", "Felt fearful",
    "Sleep was restless", "Was happy", "Felt lonely", "Could not get going",
)  # fmt: skip

LABELS = {
    "child_id": "Child",
    "hh_id": "Household",
    "school_id": "School",
    "grade": "Grade",
    "sex": "Sex",
    "age": "Age in years",
    "interview_date": "Date of interview",
    "fieldworker": "Fieldworker",
    "violence_exposure": "Exposed to violence at home or in the community (caregiver)",
    "caregiver_worry": "Caregiver worries about the child's safety",
    "abuse_victim": "Child has been a victim of abuse (caregiver)",
    "unsafe_route": "The way to school is unsafe (caregiver)",
    "unsafe_area": "The area is unsafe to play in (caregiver)",
    "left_alone": "Left alone for more than an hour (caregiver)",
    "abuse_teacher": "Teacher suspects abuse",
    "abuse_nurse": "Nurse suspects abuse",
    "teacher_difficulties": "Total difficulties (teacher)",
    "teacher_reading": "Reading (teacher)",
    "child_happy": "How the child feels, five faces (child)",
    "child_hungry": "Went to bed hungry in the past month (caregiver)",
    "height_cm": "Height in cm (nurse)",
    "weight_kg": "Weight in kg (nurse)",
    "caregiver_id": "Caregiver",
    "caregiver_rel": "Caregiver's relation to the child",
    "hh_size": "People in the household",
    "income": "Household income in the past month, rand",
    "csg": "Receives the Child Support Grant",
    "harsh_discipline": "Harsh discipline in the past month (caregiver)",
    **{f"diff_{k:02d}": f"{text} (caregiver)" for k, text in enumerate(_DIFFICULTIES, start=1)},
    **{f"ces_{k:02d}": f"{text} (caregiver)" for k, text in enumerate(_DEPRESSION, start=1)},
}
