"""The fields of an action that are dates: their part of the one table of fields (register.fields)."""

from register.field import Field, StoredAs, looks

_DATES = looks(-4, date=3, word=0, name=-3)

DATE_FIELDS: tuple[Field, ...] = (
    Field(
        "raised",
        "Date Raised",
        "dates raised",
        """
        date raised; raised; raised on; date agreed; date of meeting; meeting date; date added; date of report; report
        date; date of audit; audit date; date issued; date opened; date identified; date reported; date logged; date of
        minute; opened; created; created at; created date; created on; start date; start; date started; date assigned;
        commenced; commencement date; planned start; date of action; date recorded; date of decision; date??; date of
        recommendation; action date?; minute date; date action agreed; date action raised; final report date; report
        issued; date of review; committee date; date of committee; board date; date of board; logged; issued; date
        entered; origin date; origination date; date received; date requested; entered; date of request; raised at;
        first raised; start by; begin date; date created; reported on; recorded on; dyddiad codi; dyddiad cyfarfod; mtg;
        mtg date; dyddiad y cyfarfod
        """,
        _DATES,
        change_template="Date raised: {before} → {after}",
    ),
    Field(
        "original",
        "Original Target Date",
        "first target dates",
        """
        original target date; original due date; original implementation date; original date; original deadline;
        original completion date; original timescale; original target; original; initial target date; initial due date;
        initial date; first target date; previous target date; agreed date; baseline finish; baseline date; previous
        date; old date; original agreed date; initial implementation date; original target completion date; previous
        implementation date; initial target; initially due; orig date; orig due date; orig target date; first due date;
        first date; first deadline; original due; initial deadline; initial timescale; initial completion date; initial
        target completion date; originally due; original end date; original finish; first target; original
        implementation deadline; planned date?; planned finish?; date originally due; baseline?; dyddiad targed
        gwreiddiol
        """,
        _DATES,
        change_template="Original target date: {before} → {after}",
    ),
    Field(
        "target",
        "Target Date",
        "target dates",
        """
        target date; target completion date; target implementation date; target; due date; due; date due; due by;
        deadline; deadline date; by when; completion date; implementation date; to be completed by; date for completion;
        date for implementation; planned completion date; expected completion date; agreed implementation date; agreed
        completion date; completion by; complete by; completed by?; action by date; timescale; timescales; timeframe;
        time frame; timeline; time scale; time scales; finish date; finish; end date; estimated completion; estimated
        completion date; milestone date; target end date; date to be completed; implementation deadline; timing; when;
        review date?; date?; action due; target for completion; proposed completion date; anticipated completion; when
        will; when will it be done; planned date; proposed date; planned completion; required by; required date; end?;
        forecast completion; expected by; expected date; to be done by; done by; resolve by; planned end; planned end
        date; needed by; target finish; target end; by date; finish by; deliver by; delivery date; delivery by;
        implement by; expected delivery; expected delivery date; completion due; completion due date; completion
        timescale; completion target; bring forward date; date required; date wanted; action date?; planned finish;
        commitment date; implementation timescale; implementation timeframe; review by?; dyddiad targed; dyddiad
        cwblhau; dyddiad cau; terfyn amser; erbyn pryd; amserlen; comply by; to comply by; compliance due; compliance
        date; compliance by; to be complied with by; within; delivery year; dyddiad?
        """,
        _DATES,
        stored_as=StoredAs.COLUMN,
        change_template="Target date: {before} → {after}",
    ),
    Field(
        "revised",
        "Revised Target Date",
        "revised target dates",
        """
        revised target date; revised due date; revised implementation date; revised completion date; revised date;
        revised deadline; revised timescale; revised target; revised; new date; new target date; new deadline; new due
        date; extension requested to; extended to; extension date; extended date; amended date; updated target date;
        current target date; current due date; rescheduled to; forecast date; forecast completion date; current
        forecast; extension?; extension requested; requested extension; revised agreed date; latest target date; updated
        due date; second revised date; revised date agreed; new implementation date; extended deadline; rescheduled
        date; slipped to; extended target date; revised end date; revised finish; revised timeframe; revised forecast;
        new timescale; amended target date; amended deadline; updated date; updated deadline; moved to; carried forward
        to; latest date; latest due date; latest deadline; changed to; proposed revised date; proposed new date; further
        revised date; revised by when; due date revised; forecast?; dyddiad diwygiedig; dyddiad targed
        diwygiedig
        """,
        _DATES,
        many=True,
        change_template="Revised target date: {before} → {after}",
    ),
    Field(
        "completed",
        "Date Completed",
        "dates completed",
        """
        date completed; completed date; date closed; closed date; actual completion date; actual date; actual finish;
        actual implementation date; date implemented; completed on; closed on; resolved; date signed off; date complete;
        date of completion?; completion date?; date achieved; date action completed; date action closed; date action
        complete; date done; actual end; actual end date; date of closure; closure date; date discharged; date resolved;
        resolved date; resolution date; date met; actual completion; completed?; closed?; complete?; done?; date
        finished; date delivered; actual delivery date; date verified; finished on; done on; implemented on; discharged
        on; signed off on; date of sign off; sign off date; implemented?; resolved on; actual date of completion; date
        completed closed; date complied; complied on; date of compliance; date remedy completed; remedy completed;
        completed date initials; date completed initials; date complete initials
        """,
        _DATES,
        change_template="Date completed: {before} → {after}",
    ),
)
